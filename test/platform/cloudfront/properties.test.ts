import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldHeaderName } from '../../../src/headers/header-name.ts'
import {
  FORBIDDEN_HEADERS,
  FORBIDDEN_ORIGIN_HEADERS,
  READ_ONLY_HEADERS,
} from '../../../src/platform/cloudfront/headers.ts'
import { eventOf, type HeadersShape } from './cloudfront-cases.ts'
import { rules, takeResult } from './cloudfront-double.ts'
import { functionFor, verifyAtOrigin } from './function-under-test.ts'

const { handle } = await functionFor({})

const OURS = ['x-client-ip-assertion', 'x-client-ip', 'x-forwarded-for', 'cf-connecting-ip', 'x-ipseal-keys']
const UNTOUCHED = ['via', 'content-length', 'host', 'cdn-loop', 'accept-encoding', 'if-range']

/** A name in which letters and hyphens may be written in any way that some server reads as the same. */
const spelling = (name: string) =>
  fc
    .array(fc.constantFrom('same', 'upper', '_', '.', '!'), { minLength: name.length, maxLength: name.length })
    .map((ways) => ways.map((way, i) => spell(name.charAt(i), way)).join(''))

function spell(letter: string, way: string): string {
  if (letter === '-') return way === 'same' || way === 'upper' ? '-' : way
  return way === 'upper' ? letter.toUpperCase() : letter
}

const name = fc.oneof(
  fc.constantFrom(...OURS).chain(spelling),
  fc.constantFrom(...UNTOUCHED, 'connection', 'cookie', '__proto__', 'constructor', 'tostring'),
  fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
)
const value = fc.oneof(
  fc.constantFrom('192.0.2.66', 'forged', 'a, b', 'X-Client-IP-Assertion, via, cookie', ''),
  fc.string({ maxLength: 20 }),
)
const headers = fc
  .array(fc.tuple(name, fc.array(value, { minLength: 1, maxLength: 3 })), { maxLength: 12 })
  .map(
    (all): HeadersShape =>
      Object.fromEntries(all.map(([key, values]) => [key.toLowerCase(), values.map((text) => ({ key, value: text }))])),
  )

test.each(['origin-request', 'viewer-request'])(
  'whatever a viewer sends, %s passes on one assertion, for clientIp, and nothing else that names a client',
  async (base) => {
    await fc.assert(
      fc.asyncProperty(headers, async (sent) => {
        const event = eventOf({ event: base, patch: { request: { headers: sent } } })
        const taken = takeResult(event, await handle(event))
        if (taken.kind !== 'request') throw new Error(`answered ${taken.status}`)
        const names = Object.keys(taken.request.headers)
        expect(names.filter((each) => OURS.includes(foldHeaderName(each)))).toEqual(['x-client-ip-assertion'])
        expect(names.filter((each) => each === 'host')).toEqual(['host'])
        expect(await verifyAtOrigin(taken.request, { bind: 'none' })).toMatchObject({
          ip: '203.0.113.178',
          via: 'peer',
        })
      }),
      { numRuns: 300 },
    )
  },
)

test('what is no event of CloudFront is answered with 500, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.anything()), async (claimed) => {
      expect(await handle(claimed)).toMatchObject({ status: '500' })
    }),
    { numRuns: 300 },
  )
})

test.each([
  {
    name: 'what is read-only at viewer-request',
    own: READ_ONLY_HEADERS['viewer-request'],
    known: rules.readOnly['viewer-request'],
  },
  {
    name: 'what is read-only at origin-request',
    own: READ_ONLY_HEADERS['origin-request'],
    known: rules.readOnly['origin-request'],
  },
  { name: 'what no function may add', own: FORBIDDEN_HEADERS, known: rules.forbidden },
  { name: 'what no origin may have', own: FORBIDDEN_ORIGIN_HEADERS, known: rules.forbiddenAtOrigin },
])('the program knows of $name what CloudFront’s pages say', ({ own, known = [] }) => {
  expect(own.toSorted()).toEqual(known.map((each) => each.toLowerCase()).toSorted())
})
