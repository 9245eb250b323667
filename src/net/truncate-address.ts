import type { Address } from './address.ts'
import { networkOf } from './network-of.ts'

/**
 * Returns the network a client is in, for logs that need not know the client: `192.0.2.0/24`, `2001:db8:1::/48`.
 *
 * An IPv4 address inside an IPv6 one (NAT64, 6to4) is cut like any other: the first 48 bits of a 6to4 address would
 * still spell all of it.
 */
export function truncateAddress(address: Address): string {
  return networkOf(address, { 4: 24, 6: 48 })
}
