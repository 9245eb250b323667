import { type Family, readAddress, type Span, type Words } from '../net/address.ts'

/** Whether an address may, must, or must not be followed by a port. */
export type Ports = 'never' | 'optional' | 'always'

/** The text of one entry: its bounds, without surrounding space, and whether a port belongs to it. */
export type NodeText = Span & { readonly ports: Ports }

const BRACKET = 0x5b
const COLON = 0x3a
const ZERO = 0x30

/**
 * Reads an entry such as `192.0.2.1:443` or `[2001:db8::1]` into `into`; returns its family, or 0 if it is none.
 *
 * With `ports: 'always'` an unbracketed IPv6 address is split at its last colon, the form of CloudFront-Viewer-Address:
 * read without that rule, `2001:db8::7:443` is a well-formed and wrong address. Ports are 1 to 65535.
 */
export function readNode(into: Words, node: NodeText): Family | 0 {
  const { text, start, end, ports } = node
  if (ports === 'never') return readAddress(into, text, start, end)
  if (text.charCodeAt(start) === BRACKET) return readBracketed(into, node)
  const colon = text.lastIndexOf(':', end - 1)
  const hasColon = colon >= start
  const isWithPort = ports === 'always' ? hasColon : hasColon && text.indexOf(':', start) === colon
  if (!isWithPort) return ports === 'always' ? 0 : readAddress(into, text, start, end)
  return isPort(text, colon + 1, end) ? readAddress(into, text, start, colon) : 0
}

function readBracketed(into: Words, { text, start, end, ports }: NodeText): Family | 0 {
  const close = text.indexOf(']', start)
  if (close < 0 || close >= end) return 0
  // Brackets belong to IPv6 alone (RFC 3986 section 3.2.2), and only IPv6 text has a colon.
  const colon = text.indexOf(':', start)
  if (colon < 0 || colon > close) return 0
  const isBare = close + 1 === end
  if (isBare && ports === 'always') return 0
  if (!isBare && (text.charCodeAt(close + 1) !== COLON || !isPort(text, close + 2, end))) return 0
  return readAddress(into, text, start + 1, close)
}

/** True for 1 to 65535 in decimal without leading zeros. */
export function isPort(text: string, start: number, end: number): boolean {
  if (end === start || end - start > 5 || text.charCodeAt(start) === ZERO) return false
  let value = 0
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return false
    value = value * 10 + digit
  }
  return value <= 65_535
}
