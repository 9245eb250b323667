import { type Address, type Family, familyOf, printAddress, wordsOf } from './address.ts'
import { unwrapIPv4 } from './embedded-ipv4.ts'
import { bitsOf, maskOf } from './prefix.ts'

/**
 * The network that an address is in, in CIDR text; the address alone where the length is all of it.
 *
 * An IPv4 address inside an IPv6 one (NAT64, 6to4) is cut like any other.
 */
export function networkOf(address: Address, lengthOf: Readonly<Record<Family, number>>): string {
  const words = wordsOf(address)
  const family = unwrapIPv4(words, familyOf(address))
  const length = lengthOf[family]
  const network = printAddress(
    words.map((word, i) => word & maskOf(length, i)),
    family,
  )
  return length === bitsOf(family) ? network : `${network}/${length}`
}
