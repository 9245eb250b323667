const DOT = 0x2e
const ZERO = 0x30

/**
 * Reads four decimal octets that begin at `start` into `into[at]`; returns where they end, or -1 if they are not there.
 *
 * Octets have no leading zeros (RFC 6943 section 3.1.1: `010.0.0.1` is 10.0.0.1 to some readers and 8.0.0.1 to
 * others), and the shorter and hexadecimal forms of inet_aton are no addresses here. What follows is for the caller.
 */
export function readIPv4(into: Uint32Array, at: number, text: string, start: number, end: number): number {
  let value = 0
  let i = start
  for (let octets = 0; octets < 4; octets++) {
    if (octets > 0) {
      if (i >= end || text.charCodeAt(i) !== DOT) return -1
      i++
    }
    let octet = -1
    for (let digits = 0; digits < 3 && i < end; digits++) {
      const digit = text.charCodeAt(i) - ZERO
      if (digit < 0 || digit > 9) break
      if (octet === 0) return -1
      octet = octet < 0 ? digit : octet * 10 + digit
      i++
    }
    if (octet < 0 || octet > 255) return -1
    value = (value << 8) | octet
  }
  into[at] = value
  return i
}
