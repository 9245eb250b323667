import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCanonicalAddress } from '../../src/compile/envoy/canonical-address.ts'
import { attribute, celText } from '../../src/compile/envoy/cel.ts'
import { parseAddress } from '../../src/net/address.ts'
import { evaluateCel } from './evaluate-cel.ts'

describe('a canonical address', () => {
  const isCanonical = isCanonicalAddress(attribute('ip'))
  const check = (ip: string): void => {
    expect(evaluateCel(isCanonical, { ip }), ip).toBe(parseAddress(ip) === ip)
  }
  const group = fc.oneof(
    { weight: 3, arbitrary: fc.constant('0') },
    { weight: 2, arbitrary: fc.constantFrom('ffff', '1', '00', '0a', 'AB', '12345', '') },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)) },
  )
  const side = fc.array(group, { maxLength: 8 }).map((groups) => groups.join(':'))
  const octets = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 })

  test('is one that prints back to itself, among texts that look like IPv6', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          side,
          fc.tuple(side, side).map((both) => both.join('::')),
        ),
        check,
      ),
      { numRuns: 20_000 },
    )
  })

  test('is found among the ways to write one IPv6 address', () => {
    const words = fc.array(fc.constantFrom('0', '0', '0', '1', 'ffff'), { minLength: 8, maxLength: 8 })
    const from = fc.integer({ min: 0, max: 7 })
    const runs = fc.tuple(words, from, from).map(([groups, start, length]) => {
      const [before, behind] = [groups.slice(0, start), groups.slice(start + length)]
      return `${before.join(':')}::${behind.join(':')}`
    })
    fc.assert(
      fc.property(
        fc.oneof(
          runs,
          words.map((groups) => groups.join(':')),
        ),
        check,
      ),
      { numRuns: 20_000 },
    )
  })

  test('is one that prints back to itself, among texts that look like IPv4', () => {
    fc.assert(
      fc.property(
        octets.map((parts) => parts.join('.')),
        check,
      ),
      { numRuns: 5_000 },
    )
  })

  test.each(['::', '::1', '192.0.2.7', '2001:db8::7', '1:0:0:2::3', '0:0:1::'])('of the table: %s', check)

  test('takes no pattern of more than 100 instructions, which Envoy refuses', () => {
    // RE2 counts about one for a character, a class and a repetition; Envoy itself is asked by the live tests.
    for (const [, pattern = ''] of celText(isCanonical).matchAll(/'([^']+)'/g)) expect(pattern.length).toBeLessThan(120)
  })
})
