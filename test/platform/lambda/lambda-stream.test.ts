import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { markStreaming } from '../../../src/platform/lambda/stream.ts'
import { eventOf } from './event-vectors.ts'
import { CONTEXT, startPath } from './lambda-under-test.ts'
import { openStream, STAND_IN } from './runtime-stand-in.ts'

const PRELUDE = 'application/vnd.awslambda.http-integration-response'

beforeEach(() => {
  vi.stubGlobal('awslambda', STAND_IN)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a streamed answer', () => {
  test('goes out as it comes: the first half is there before the origin sends the second', async () => {
    const held = Promise.withResolvers<ServerResponse>()
    const { stream, verified } = await startPath((_, response) => {
      response.write('first')
      held.resolve(response)
    })
    const received = openStream()
    const done = stream(eventOf({ event: 'function-url' }), received.stream, CONTEXT)
    const response = await held.promise
    await expect.poll(received.body).toBe('first')
    response.end('second')
    await done
    expect([received.body(), received.isEnded(), received.contentType()]).toEqual(['firstsecond', true, PRELUDE])
    expect(verified.map(({ ip }) => ip)).toEqual(['198.51.100.7'])
  })

  test.each([
    {
      event: 'function-url',
      want: { statusCode: 201, headers: { 'x-one': '1' }, cookies: ['a=1', 'b=2'] },
    },
    {
      event: 'rest-api',
      want: { statusCode: 201, multiValueHeaders: { 'x-one': ['1'], 'set-cookie': ['a=1', 'b=2'] } },
    },
  ])('of $event has its head in the form of the trigger, with an empty body too', async ({ event, want }) => {
    const { stream } = await startPath((_, response) => {
      response.writeHead(201, [
        ['x-one', '1'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ])
      response.end()
    })
    const received = openStream()
    await stream(eventOf({ event }), received.stream, CONTEXT)
    expect(received.head()).toMatchObject(want)
    expect([received.body(), received.isEnded()]).toEqual(['', true])
  })

  test('keeps every byte, and waits for whoever reads slowly', async () => {
    const bytes = Uint8Array.from({ length: 400_000 }, (_, i) => i % 251)
    const { stream } = await startPath((_, response) => response.end(bytes))
    const received = openStream(1024)
    await stream(eventOf({ event: 'function-url' }), received.stream, CONTEXT)
    await expect.poll(() => Buffer.concat(received.chunks).length).toBeGreaterThan(400_000)
    expect(Buffer.concat(received.chunks).subarray(-400_000).equals(bytes)).toBe(true)
  })

  test('is not read on for a client that has gone', async () => {
    const { stream, records } = await startPath((_, response) => response.end(Buffer.alloc(400_000)))
    const received = openStream(1024)
    received.stopReading()
    const done = stream(eventOf({ event: 'function-url' }), received.stream, CONTEXT)
    await expect.poll(() => records.length).toBe(1)
    received.leave()
    await expect(done).rejects.toThrow('The response broke off')
  })

  test('that breaks off fails the invocation, which says no more than that', async () => {
    const { stream, records } = await startPath((_, response) => {
      response.write('first')
      setTimeout(() => response.destroy(), 50)
    })
    const received = openStream()
    const done = stream(eventOf({ event: 'function-url' }), received.stream, CONTEXT)
    await expect(done).rejects.toThrow(/^The response broke off$/)
    expect([received.body(), received.isEnded()]).toEqual(['first', false])
    expect(records[1]).toMatchObject({ level: 50, msg: 'response', resultFault: 'broken-off' })
  })

  test('with a head that a REST API would not take is 502', async () => {
    const { stream, records } = await startPath((_, response) => {
      // JSON writes each quote in two bytes.
      response.setHeader('x-long', '"'.repeat(9_000)).end()
    })
    const received = openStream()
    await stream(eventOf({ event: 'rest-api' }), received.stream, CONTEXT)
    expect(received.head()).toMatchObject({ statusCode: 502 })
    expect(records[1]).toMatchObject({ resultFault: 'too-large' })
  })

  test('to an event that is none is a status', async () => {
    const { stream } = await startPath(() => undefined)
    const received = openStream()
    await stream({}, received.stream, CONTEXT)
    expect(received.head()).toMatchObject({ statusCode: 400 })
  })
})

describe('a trigger that cannot stream', () => {
  test.each(['http-api', 'http-api-payload-1', 'alb', 'alb-multi-value'])('%s gets the whole result', async (event) => {
    const { stream, respond } = await startPath((_, response) => response.end('whole'))
    const received = openStream()
    await stream(eventOf({ event }), received.stream, CONTEXT)
    const { headers: _, multiValueHeaders: __, ...want } = await respond(eventOf({ event }), CONTEXT)
    expect(JSON.parse(Buffer.concat(received.chunks).toString())).toMatchObject(want)
    expect([received.contentType(), received.isEnded()]).toEqual(['application/json', true])
  })
})

describe('outside Lambda', () => {
  test('there is no streaming handler, and loading one does no harm', () => {
    vi.unstubAllGlobals()
    expect(markStreaming(() => Promise.resolve())).toBeUndefined()
  })
})
