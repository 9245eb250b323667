import { isIP } from 'node:net'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { parseAddress, printAddress, readAddress } from '../../src/net/address.ts'
import vectors from '../vectors/addresses.json' with { type: 'json' }

describe('an address', () => {
  test.each(vectors.accepted)('$text is $canonical', ({ text, canonical }) => {
    expect(parseAddress(text)).toBe(canonical)
    expect(parseAddress(canonical)).toBe(canonical)
  })

  test.each(vectors.refused)('$text is none: $why', ({ text }) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  const almost = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF::::....% '.split('')), maxLength: 24 })
  const groups = fc.array(
    fc.oneof(
      fc.constant(''),
      fc.nat(0x1ffff).map((n) => n.toString(16)),
    ),
    { maxLength: 9 },
  )
  const octets = fc.array(fc.oneof(fc.nat(300).map(String), fc.constantFrom('00', '01', '')), {
    minLength: 3,
    maxLength: 5,
  })

  test('is one exactly where Node’s own parser finds one, zone ids apart', () => {
    const text = fc.oneof(
      almost,
      groups.map((list) => list.join(':')),
      octets.map((list) => list.join('.')),
    )
    fc.assert(
      fc.property(text, (candidate) => {
        expect(parseAddress(candidate) !== undefined).toBe(isIP(candidate) !== 0 && !candidate.includes('%'))
      }),
      { numRuns: 20_000 },
    )
  })

  const words = fc.tuple(...Array.from({ length: 4 }, () => fc.oneof(fc.constant(0), fc.nat(0xffff_ffff))))

  test('is printed as the URL parser prints it (RFC 5952)', () => {
    fc.assert(
      fc.property(words, (four) => {
        const text = printAddress(Uint32Array.from(four), 6)
        expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`)
      }),
      { numRuns: 5000 },
    )
  })

  test('is printed canonically whatever canonical-looking spelling it was read from', () => {
    fc.assert(
      fc.property(
        words,
        fc.constantFrom<'long' | 'upper' | 'canonical'>('long', 'upper', 'canonical'),
        (four, spelling) => {
          const canonical = printAddress(Uint32Array.from(four), 6)
          const long = ipaddr.IPv6.parse(canonical).toNormalizedString()
          const spellings = { long, upper: canonical.toUpperCase(), canonical }
          expect(parseAddress(spellings[spelling])).toBe(parseAddress(canonical))
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('is read from the middle of a text as from a text of its own', () => {
    fc.assert(
      fc.property(almost, almost, almost, (left, text, right) => {
        const [alone, within] = [new Uint32Array(4), new Uint32Array(4)]
        const family = readAddress(alone, text, 0, text.length)
        expect(readAddress(within, left + text + right, left.length, left.length + text.length)).toBe(family)
        if (family !== 0) expect(within).toEqual(alone)
      }),
      { numRuns: 10_000 },
    )
  })
})
