import type { Family, Words } from './address.ts'

/**
 * Replaces an IPv6 address that carries an IPv4 one by the IPv4 address, in place; returns the family it has then.
 *
 * Known are the well-known NAT64 prefix 64:ff9b::/96 (RFC 6052 section 2.1) and 6to4, 2002::/16 (RFC 3056 section 2).
 * Network-specific NAT64 prefixes look like any other address, and Teredo's client address is the client's own claim.
 */
export function unwrapIPv4(words: Words, family: Family): Family {
  if (family === 4) return 4
  const [first = 0, second = 0, third = 0, fourth = 0] = words
  const isNat64 = first === 0x0064_ff9b && second === 0 && third === 0
  const is6to4 = first >>> 16 === 0x2002
  if (!isNat64 && !is6to4) return 6
  words.fill(0)
  words[0] = isNat64 ? fourth : (first << 16) | (second >>> 16)
  return 4
}
