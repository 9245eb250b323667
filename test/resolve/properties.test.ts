import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../src/net/address.ts'
import { resolve } from '../../src/resolve/resolve.ts'
import { naiveResolve } from '../oracle/naive-resolve.ts'
import { policyOf } from './policies.ts'

const TRUSTED = ['198.51.100.0/24', '10.0.0.0/24', '2001:db8:aa::/48']
const policy = policyOf({
  trust: [{ name: 'proxies', ranges: TRUSTED }],
  headers: [{ name: 'X-Forwarded-For', from: ['proxies'] }],
  maxHops: 64,
})

const trustedEntry = fc.constantFrom(
  '198.51.100.9',
  '10.0.0.7',
  '2001:db8:aa::1',
  '::ffff:10.0.0.7',
  '[2001:DB8:AA::1]:80',
)
const clientEntry = fc.constantFrom(
  '203.0.113.9',
  '192.0.2.7:443',
  '2001:db8::7',
  '[2001:db8:0:0::7]',
  '::ffff:192.0.2.1',
)
const hostileEntry = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'unknown',
    '010.0.0.7',
    '10.0.0.7 10.0.0.7',
    '[10.0.0.7]',
    '10.0.0.7:0',
    '0.0.0.0',
    'ff02::1',
    '"x',
  ),
  fc.string({ maxLength: 12 }).filter((text) => !text.includes(',')),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.[]'.split('')), maxLength: 24 }),
)
const entry = fc.oneof(trustedEntry, clientEntry, hostileEntry)
const spacing = fc.constantFrom(',', ', ', ' ,\t', ',\t \t')
const chain = fc.tuple(fc.array(entry, { maxLength: 6 }), spacing).map(([entries, comma]) => entries.join(comma))
const lines = fc.array(chain, { maxLength: 3 })
const peer = fc.constantFrom('10.0.0.1', '::ffff:198.51.100.2', '2001:db8:aa::5', '192.0.2.99', '2001:db8::99')

function run(peerText: string, values: readonly string[]): string {
  const headers = values.map((value) => ['X-Forwarded-For', value] as const)
  const resolution = resolve(policy, { peer: peerText, headers })
  return resolution.ok ? resolution.ip : resolution.reason
}

describe('the walk', () => {
  test('answers as a naive reading of the rules does', () => {
    fc.assert(
      fc.property(peer, lines, (peerText, values) => {
        expect(run(peerText, values)).toBe(naiveResolve(TRUSTED, peerText, values))
      }),
      { numRuns: 4000 },
    )
  })

  test('gives the same answer whatever is written to the left of the client', () => {
    fc.assert(
      fc.property(chain, fc.array(trustedEntry, { maxLength: 4 }), clientEntry, (left, hops, client) => {
        const honest = [client, ...hops].join(', ')
        expect(run('10.0.0.1', [`${left},${honest}`])).toBe(run('10.0.0.1', [honest]))
        expect(run('10.0.0.1', [left, honest])).toBe(run('10.0.0.1', [honest]))
      }),
      { numRuns: 2000 },
    )
  })

  test('answers with a canonical address that no group holds', () => {
    fc.assert(
      fc.property(peer, lines, (peerText, values) => {
        const headers = values.map((value) => ['X-Forwarded-For', value] as const)
        const resolution = resolve(policy, { peer: peerText, headers })
        if (!resolution.ok) return
        expect(parseAddress(resolution.ip)).toBe(resolution.ip)
        expect(resolution.hops.at(-1)).toEqual({ address: resolution.ip, via: resolution.via, group: undefined })
        const isTrusted = naiveResolve(TRUSTED, resolution.ip, []) === 'missing-header'
        expect(isTrusted).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test('never throws, whatever the names and values of headers are', () => {
    const line = fc.tuple(
      fc.oneof(fc.string(), fc.constantFrom('x-forwarded-for', 'Forwarded', '__proto__')),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.array(line), (peerText, headers) => {
        expect(typeof resolve(policy, { peer: peerText, headers }).ok).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})
