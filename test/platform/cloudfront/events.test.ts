import { describe, expect, test } from 'vitest'
import {
  type CloudFrontCase,
  cases,
  eventOf,
  type HeadersShape,
  originsOf,
  type RequestShape,
  settingsNamed,
  settingsNames,
} from './cloudfront-cases.ts'
import { takeResult } from './cloudfront-double.ts'
import { type FunctionUnderTest, functionFor, type Line, verifyAtOrigin } from './function-under-test.ts'

const functions = new Map<string, FunctionUnderTest>(
  await Promise.all(
    settingsNames.map(
      async (name): Promise<[string, FunctionUnderTest]> => [name, await functionFor(settingsNamed(name))],
    ),
  ),
)

async function run({ settings = 'plain', ...rest }: CloudFrontCase) {
  const under = functions.get(settings)
  if (under === undefined) throw new Error(`no settings are called ${settings}`)
  const event = eventOf(rest)
  const before = JSON.stringify(event)
  const from = under.lines.length
  const result = await under.handle(event)
  expect(JSON.stringify(event)).toBe(before)
  const lines = under.lines.slice(from).filter(({ msg }) => msg === 'request')
  return { event, result, lines }
}

function without(headers: HeadersShape, names: readonly string[]): HeadersShape {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}

/** The request as it came, without what was to be removed. */
function expectedRequest(
  request: RequestShape,
  { removed = [], removedFromOrigin = [] }: CloudFrontCase['want'],
): RequestShape {
  const origins = originsOf(request).map(([kind, settings]) => [
    kind,
    { ...settings, customHeaders: without(settings.customHeaders, removedFromOrigin) },
  ])
  const origin = request.origin && { origin: { ...request.origin, ...Object.fromEntries(origins) } }
  return { ...request, headers: without(request.headers, removed), ...origin }
}

function expectLine(
  line: Line | undefined,
  { outcome, status, reason, sealCode, fault, anomalies }: CloudFrontCase['want'],
): void {
  const number = status === undefined ? undefined : Number(status)
  expect(line).toMatchObject({ outcome, reqId: expect.stringMatching(/^4Tyz/) })
  expect([line?.status, line?.reason, line?.sealCode, line?.anomalies]).toEqual([number, reason, sealCode, anomalies])
  expect(String(line?.fault).split(' ')[0]).toBe(String(fault))
}

const passedOn = cases.filter(({ want }) => want.status === undefined)
const answered = cases.filter(({ want }) => want.status !== undefined)

describe('a request goes on', () => {
  test.each(passedOn)('$name', async (given) => {
    const { event, result, lines } = await run(given)
    const taken = takeResult(event, result)
    if (taken.kind !== 'request') throw new Error(`answered ${taken.status}`)
    const { 'x-client-ip-assertion': assertion, ...headers } = taken.request.headers
    expect({ ...taken.request, headers }).toEqual(expectedRequest(event.Records[0].cf.request, given.want))
    expectLine(lines[0], given.want)
    expect(lines).toHaveLength(1)
    if (given.want.outcome === 'unsealed') return expect(assertion).toBeUndefined()
    expect(assertion).toEqual([{ key: 'X-Client-IP-Assertion', value: expect.any(String) }])
    const { claims = {} } = given.want
    const bind = settingsNamed(given.settings).assertion?.bind ?? 'none'
    expect(await verifyAtOrigin(taken.request, { bind, audience: claims.aud })).toMatchObject(claims)
  })
})

describe('a request is answered', () => {
  test.each(answered)('$name', async (given) => {
    const { event, result, lines } = await run(given)
    const taken = takeResult(event, result)
    if (taken.kind !== 'response') throw new Error('passed on')
    expect(taken.status).toBe(given.want.status)
    expect(JSON.parse(taken.body)).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status: Number(given.want.status),
    })
    expect(taken.headers['cache-control']).toEqual([{ key: 'cache-control', value: 'no-store' }])
    expectLine(lines[0], given.want)
    expect(lines).toHaveLength(1)
  })
})
