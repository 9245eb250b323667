import { describe, expect, test } from 'vitest'
import { createEdge } from '../../../src/edge/edge.ts'
import type { LambdaEvent } from '../../../src/platform/lambda/event.ts'
import { createFactsReader } from '../../../src/platform/lambda/facts.ts'
import { readLambdaEvent } from '../../../src/platform/lambda/read-event.ts'
import { toRequest } from '../../../src/platform/lambda/request.ts'
import { optionsFor, settingsWith } from '../../edge/edge-under-test.ts'
import { type ClientWant, type EventCase, eventOf, policyOf, vectors } from './event-vectors.ts'

type Read = { readonly event: LambdaEvent; readonly request: Request }

function read(one: EventCase<unknown>): Read | string {
  const event = readLambdaEvent(eventOf(one))
  if (typeof event === 'string') return event
  const request = toRequest(event)
  return typeof request === 'string' ? request : { event, request }
}

function requestOf(one: EventCase<unknown>): Read {
  const found = read(one)
  if (typeof found === 'string') throw new Error(found)
  return found
}

function clientOf(one: EventCase<unknown>): ClientWant {
  const found = read(one)
  if (typeof found === 'string') return { fault: found }
  const settings = settingsWith({ ...policyOf(one), peer: one.peer })
  const edge = createEdge(optionsFor(settings, { cdn: 'secret' }))
  const { read: lines } = edge.sortHeaders(found.request.headers)
  const { resolution } = edge.resolveClient(createFactsReader(settings)(lines, found.request, found.event))
  if (!resolution.ok) return { reason: resolution.reason }
  const { ip, via, anomalies } = resolution
  return { ip, via, anomalies }
}

describe('an event becomes a request', () => {
  test.each(vectors.requests)('$name', async (one) => {
    const { event, request } = requestOf(one)
    const { headers = {}, body, bodyBase64, ...want } = one.want
    const bytes = Buffer.from(await request.arrayBuffer())
    expect({ trigger: event.trigger, method: request.method, url: request.url }).toMatchObject(want)
    for (const [name, value] of Object.entries(headers))
      expect([name, request.headers.get(name)]).toEqual([name, value])
    if (body !== undefined) expect(bytes.toString()).toBe(body)
    if (bodyBase64 !== undefined) expect(bytes.toString('base64')).toBe(bodyBase64)
  })
})

describe('the client', () => {
  test.each(vectors.clients)('is found: $name', (one) => {
    expect(clientOf(one)).toEqual(one.want)
  })

  test.each(vectors.hostile)('is not made up from: $name', (one) => {
    expect(clientOf(one)).toEqual(one.want)
  })
})
