import { type Reading, readSpelling, type Words } from '../net/address.ts'

/** Whether an address may, must, or must not be followed by a port. */
export type Ports = 'never' | 'optional' | 'always'

const BRACKET = 0x5b
const COLON = 0x3a
const ZERO = 0x30

/** An entry of a header. Reading it narrows the bounds to the address in it, without brackets and port. */
export type Entry = { readonly text: string; start: number; end: number }

/**
 * Reads an entry such as `192.0.2.1:443` or `[2001:db8::1]` into `into`; returns what it read, 0 if it is none.
 *
 * With `ports: 'always'` an unbracketed IPv6 address is split at its last colon, the form of CloudFront-Viewer-Address:
 * read without that rule, `2001:db8::7:443` is a well-formed and wrong address. Ports are 1 to 65535.
 */
export function readNode(into: Words, entry: Entry, ports: Ports): Reading {
  // Where a port may be missing it mostly is, and no text is both an address and an address with a port behind it.
  const bare = ports === 'always' ? 0 : readSpelling(into, entry.text, entry.start, entry.end)
  if (bare !== 0 || ports === 'never' || !splitPort(entry, ports)) return bare
  return readSpelling(into, entry.text, entry.start, entry.end)
}

function splitPort(entry: Entry, ports: Ports): boolean {
  const { text, start, end } = entry
  if (text.charCodeAt(start) === BRACKET) return openBrackets(entry, ports)
  const colon = colonBeforePort(text, start, end)
  const isWithPort = colon >= 0 && (ports === 'always' || isOnlyColon(text, start, colon))
  if (!isWithPort) return false
  entry.end = colon
  return isPort(text, colon + 1, end)
}

function openBrackets(entry: Entry, ports: Ports): boolean {
  const { text, start, end } = entry
  const close = text.indexOf(']', start)
  if (close < 0 || close >= end) return false
  entry.start = start + 1
  entry.end = close
  // Brackets belong to IPv6 alone (RFC 3986 section 3.2.2), and only IPv6 text has a colon.
  if (isOnlyColon(text, start, close)) return false
  if (close + 1 === end) return ports === 'optional'
  return text.charCodeAt(close + 1) === COLON && isPort(text, close + 2, end)
}

/** The last colon, if it is near enough to the end for a port of five digits to be behind it; else -1. */
function colonBeforePort(text: string, start: number, end: number): number {
  for (let i = end - 1; i >= start && end - i <= 6; i--) if (text.charCodeAt(i) === COLON) return i
  return -1
}

/** True if there is no colon between `start` and `colon`. */
function isOnlyColon(text: string, start: number, colon: number): boolean {
  for (let i = start; i < colon; i++) if (text.charCodeAt(i) === COLON) return false
  return true
}

/** True for 1 to 65535 in decimal without leading zeros. */
function isPort(text: string, start: number, end: number): boolean {
  if (end === start || end - start > 5 || text.charCodeAt(start) === ZERO) return false
  let value = 0
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return false
    value = value * 10 + digit
  }
  return value <= 65_535
}
