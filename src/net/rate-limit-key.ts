import type { Address } from './address.ts'
import { networkOf } from './network-of.ts'

/** How many leading bits of an address tell one client from the next. */
export type KeyLengths = {
  /** 8 to 32; 32 by default. */
  readonly ipv4?: number | undefined
  /** 16 to 128; 64 by default, the least that one subscriber is given (RFC 6177 section 2). */
  readonly ipv6?: number | undefined
}

/**
 * Returns the text under which to count a client's requests: one key for all the addresses that one client can pick.
 *
 * A client with an IPv6 network has 2^64 addresses of its own, and a limit on each of them limits nothing. NAT64
 * (64:ff9b::/96) and 6to4 (2002::/16) count as the IPv4 address inside: by their first 64 bits all clients behind NAT64
 * would share one key, and each 6to4 client would own 65,536.
 *
 * The key is CIDR text with the bits behind the length cleared, `2001:db8:0:7::/64`; a key that is one whole address is
 * that address alone, `192.0.2.1`. It identifies a person as much as the address does: see `truncateAddress` for logs.
 *
 * @throws RangeError for a length out of bounds, whatever the address: a mistake in the program, never in a request.
 * @example rateLimitKey(address, { ipv6: 56 })
 */
export function rateLimitKey(address: Address, lengths: KeyLengths = {}): string {
  const lengthOf = {
    4: checkLength('ipv4', lengths.ipv4 ?? 32, [8, 32]),
    6: checkLength('ipv6', lengths.ipv6 ?? 64, [16, 128]),
  }
  return networkOf(address, lengthOf)
}

function checkLength(name: string, length: number, [min, max]: readonly [min: number, max: number]): number {
  if (Number.isInteger(length) && length >= min && length <= max) return length
  throw new RangeError(`rate-limit key: lengths.${name} must be a whole number from ${min} to ${max}; got ${length}`)
}
