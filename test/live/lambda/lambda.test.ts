import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAULT_ANSWERS } from '../../../src/platform/lambda/record.ts'
import { type ClientWant, type EventCase, eventOf, policyOf, vectors } from '../../platform/lambda/event-vectors.ts'
import { withBody, withHeaders } from '../../platform/lambda/lambda-under-test.ts'
import { keys, missing, startLambda } from './lambda-under-runtime.ts'
import { resultOf } from './result-of.ts'
import type { RunningFunction } from './start-function.ts'
import { startVerifyingOrigin, type VerifyingOrigin } from './verifying-origin.ts'

const TRIGGERS = ['function-url', 'http-api', 'http-api-payload-1', 'rest-api', 'alb', 'alb-multi-value'] as const
const PEER = '198.51.100.7'
const FORGED = {
  'x-client-ip-assertion': 'forged',
  x_client_ip_assertion: 'forged',
  'x-client-ip': '192.0.2.66',
  forwarded: 'for=192.0.2.66',
}
const FORGERY = /forged|192\.0\.2\.66/
const COOKIES = ['a=1; Path=/', 'b=2']

/** Bytes that are no UTF-8. */
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, i) => i)

let origin: VerifyingOrigin

beforeAll(async () => {
  origin = await startVerifyingOrigin({ keys })
})

afterAll(() => origin.stop())

test("the functions run under AWS's own runtime client", ({ skip }) => {
  skip(missing !== undefined, missing)
})

/** What becomes of an event: the status, and the clients of the requests that reached the origin. */
async function pass(lambda: RunningFunction, event: unknown) {
  const from = origin.seen.length
  const { statusCode: status } = resultOf(await lambda.invoke(event))
  const arrived = origin.seen.slice(from)
  return { status, clients: arrived.map(({ ip }) => ip), text: JSON.stringify(arrived) }
}

type Case = EventCase<ClientWant>

function expected({ want, event }: Case): { readonly status: number; readonly clients: readonly string[] } {
  if ('ip' in want) return { status: 200, clients: [want.ip] }
  // It has no Host either, and so there is nowhere to send it.
  if ('reason' in want) return { status: event === 'alb-health-check' ? 400 : 403, clients: [] }
  // Sound: a vector names no fault that the code does not have, and a wrong name fails the test.
  return { status: FAULT_ANSWERS[want.fault as keyof typeof FAULT_ANSWERS].status, clients: [] }
}

const groups = Map.groupBy<string, Case>([...vectors.clients, ...vectors.hostile], ({ policy = 'nobody', peer }) => {
  return `under the policy "${policy}"${peer === undefined ? '' : `, peer ${peer}`}`
})

describe.each([...groups])('one warm container %s takes one after another', (_, cases) => {
  let lambda: RunningFunction

  beforeAll(async () => {
    const [first] = cases
    lambda = await startLambda(origin, { changes: first === undefined ? {} : { ...policyOf(first), peer: first.peer } })
  })

  afterAll(() => lambda.stop())

  test.each(cases)('$name', async (one) => {
    const { text, ...seen } = await pass(lambda, eventOf(one))
    expect(seen).toEqual(expected(one))
    expect(text).not.toMatch(FORGERY)
  })
})

describe('a cold container', () => {
  test.each(TRIGGERS)('that begins with a forged request through %s seals who sent it', async (event) => {
    const lambda = await startLambda(origin, { changes: { peer: 'alb-append' } })
    const { text, ...seen } = await pass(lambda, eventOf({ event, patch: withHeaders(event, FORGED) }))
    expect(lambda.records).toMatchObject([{ outcome: 'sealed', anomalies: expect.arrayContaining(['spoof-attempt']) }])
    await lambda.stop()
    expect(seen).toEqual({ status: 200, clients: [PEER] })
    expect(text).not.toMatch(FORGERY)
  })

  test('without a signing key answers 503, and says in its log what is missing', async () => {
    const lambda = await startLambda(origin, { variables: { IPSEAL_SIGNING_KEY: '' } })
    const { status, clients } = await pass(lambda, eventOf({ event: 'http-api' }))
    expect({ status, clients }).toEqual({ status: 503, clients: [] })
    expect(lambda.output()).toContain('IPSEAL_SIGNING_KEY')
    await lambda.stop()
  })
})

describe('bodies and cookies', () => {
  test.each(TRIGGERS)('come through %s byte for byte, both ways', async (event) => {
    const echo = await startVerifyingOrigin({
      keys,
      answer: (request, response) => {
        response.setHeader('set-cookie', COOKIES)
        request.pipe(response)
      },
    })
    const lambda = await startLambda(echo, { changes: { peer: 'alb-append' } })
    const result = resultOf(await lambda.invoke(eventOf({ event, patch: withBody(event, 'PUT', EVERY_BYTE) })))
    await lambda.stop()
    await echo.stop()
    expect(result).toMatchObject({ isBase64Encoded: true, body: Buffer.from(EVERY_BYTE).toString('base64') })
    const { headers = {}, multiValueHeaders = {}, cookies = [] } = result
    const lines = [...Object.entries(headers), ...Object.entries(multiValueHeaders)]
    const set = lines.flatMap(([name, value]) => (name.toLowerCase() === 'set-cookie' ? value : []))
    expect([...set, ...cookies]).toEqual(COOKIES)
  })
})
