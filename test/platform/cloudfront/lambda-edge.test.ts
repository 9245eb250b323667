import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventOf, type RequestShape } from './cloudfront-cases.ts'
import { takeResult } from './cloudfront-double.ts'
import { contentsWith, verifyAtOrigin } from './function-under-test.ts'

const contents = await contentsWith()
const event = eventOf({ event: 'origin-request' })

beforeEach(() => {
  vi.resetModules()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** Loads the function as a cold start does, with what a build would have put in, and keeps what it writes. */
async function load(baked: Readonly<Record<string, unknown>> | undefined) {
  if (baked !== undefined) vi.stubGlobal('IPSEAL_BAKED', JSON.stringify(baked))
  const written: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  return { written, ...(await import('../../../functions/lambda-edge.ts')) }
}

test('the function exports its handler and nothing else', async () => {
  const { written, ...exported } = await load(undefined)
  expect(Object.keys(exported)).toEqual(['handler'])
  expect(exported.handler).toHaveLength(1)
})

test('seals with what was built in, and writes one line of JSON for the request', async () => {
  const variables = [
    ['IPSEAL_CONFIG', 'settings'],
    ['IPSEAL_JWKS', 'jwks'],
    ['IPSEAL_SIGNING_KEY', 'keys/test'],
  ]
  const { handler, written } = await load(
    Object.fromEntries(variables.map(([name = '', at = '']) => [name, contents.get(at)])),
  )
  const taken = takeResult(event, await handler(event))
  if (taken.kind !== 'request') throw new Error(`answered ${taken.status}`)
  const sent: RequestShape = taken.request
  expect(await verifyAtOrigin(sent, { bind: 'none' })).toMatchObject({ ip: '203.0.113.178' })
  expect(written).toHaveLength(1)
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ msg: 'request', outcome: 'sealed', client: '203.0.113.0/24' })
})

test('without anything built in, and with an origin that names no store, answers 503 and says what is missing', async () => {
  const { handler, written } = await load(undefined)
  expect(takeResult(event, await handler(event))).toMatchObject({ kind: 'response', status: '503' })
  expect(written.join('')).toMatch(/VARIABLE_MISSING at IPSEAL_CONFIG/)
})
