import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Address, parseAddress, printAddress } from '../../src/net/address.ts'
import { parsePrefix } from '../../src/net/prefix.ts'
import { rateLimitKey } from '../../src/net/rate-limit-key.ts'
import vectors from '../vectors/rate-limit-key.json' with { type: 'json' }

function address(text: string): Address {
  const parsed = parseAddress(text)
  if (parsed === undefined) throw new Error(`${text} is no address`)
  return parsed
}

const word = fc.integer({ min: 0, max: 0xffff_ffff })
const ipv4 = word.map((first) => printAddress(Uint32Array.of(first, 0, 0, 0), 4))
/** Documentation space, so that no NAT64 or 6to4 address is among them. */
const network = fc.tuple(fc.constant(0x2001_0db8), word)
const interfaceId = fc.tuple(word, word)

describe('the rate-limit key', () => {
  test.each(vectors.valid)('of $address under $lengths is $key', ({ address: text, lengths, key }) => {
    expect(rateLimitKey(address(text), lengths)).toBe(key)
  })

  test.each(vectors.refusedLengths)('refuses lengths that say nothing of a client: %o', (lengths) => {
    expect(() => rateLimitKey(address('192.0.2.1'), lengths)).toThrow(RangeError)
    expect(() => rateLimitKey(address('2001:db8::1'), lengths)).toThrow(/whole number from \d+ to \d+; got/)
  })

  test('is one for all addresses of a /64, and another for the next /64', () => {
    fc.assert(
      fc.property(network, interfaceId, interfaceId, ([high, low], one, other) => {
        const key = rateLimitKey(printAddress(Uint32Array.of(high, low, ...one), 6))
        expect(rateLimitKey(printAddress(Uint32Array.of(high, low, ...other), 6))).toBe(key)
        expect(rateLimitKey(printAddress(Uint32Array.of(high, low ^ 1, ...other), 6))).not.toBe(key)
      }),
    )
  })

  test('is the same for an IPv4 client whether it comes directly, through NAT64 or by 6to4', () => {
    fc.assert(
      fc.property(word, interfaceId, word, (inner, id, subnet) => {
        const key = rateLimitKey(printAddress(Uint32Array.of(inner, 0, 0, 0), 4))
        const sixToFour = Uint32Array.of(0x2002_0000 | (inner >>> 16), (inner << 16) | (subnet & 0xffff), ...id)
        expect(rateLimitKey(printAddress(Uint32Array.of(0x0064_ff9b, 0, 0, inner), 6))).toBe(key)
        expect(rateLimitKey(printAddress(sixToFour, 6))).toBe(key)
      }),
    )
  })

  test('is a canonical block or one canonical address, and never keeps a bit behind the length', () => {
    const anyLengths = fc.record({ ipv4: fc.integer({ min: 8, max: 32 }), ipv6: fc.integer({ min: 16, max: 128 }) })
    const ipv6 = fc.tuple(network, interfaceId).map(([high, low]) => printAddress(Uint32Array.of(...high, ...low), 6))
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), anyLengths, (client, lengths) => {
        const key = rateLimitKey(client, lengths)
        const canonical = key.includes('/') ? parsePrefix(key)?.text : parseAddress(key)
        expect(canonical).toBe(key)
      }),
    )
  })
})
