const DOT = 0x2e
const ZERO = 0x30

/**
 * Reads four decimal octets from `text` between `start` and `end` into `into[at]`; false if they are not exactly that.
 *
 * Octets have no leading zeros (RFC 6943 section 3.1.1: `010.0.0.1` is 10.0.0.1 to some readers and 8.0.0.1 to
 * others), and the shorter and hexadecimal forms of inet_aton are no addresses here.
 */
export function readIPv4(into: Uint32Array, at: number, text: string, start: number, end: number): boolean {
  let value = 0
  let octet = -1
  let dots = 0
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === DOT) {
      if (octet < 0 || dots === 3) return false
      value = (value << 8) | octet
      octet = -1
      dots++
      continue
    }
    const digit = code - ZERO
    if (digit < 0 || digit > 9 || octet === 0) return false
    octet = octet < 0 ? digit : octet * 10 + digit
    if (octet > 255) return false
  }
  if (dots !== 3 || octet < 0) return false
  into[at] = (value << 8) | octet
  return true
}
