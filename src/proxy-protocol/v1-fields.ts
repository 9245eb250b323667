import { readAddress } from '../net/address.ts'
import { type ScannedEnd, type ScannedHeader, STOPPED, settleIPv6, stopScan } from './scanned-header.ts'
import { printAscii } from './text.ts'
import { NO_ADDRESS, readIPv4Bytes, readIPv6Bytes } from './v1-address.ts'

export const CR = 0x0d
export const LF = 0x0a
export const SPACE = 0x20
/** A line has at most 107 bytes (section 2.1), so its CR is at offset 105 or before. */
export const LAST_CR_AT = 105

const ZERO = 0x30
const DOT = 0x2e
const COLON = 0x3a
const MAX_PORT = 65_535

/** Reads the address at `start` and the space behind it; returns where the next field begins. */
export function scanV1Address(into: ScannedHeader, end: ScannedEnd, bytes: Uint8Array, start: number): number {
  const isIPv6 = into.family === 'tcp6'
  const at = isIPv6 ? readIPv6Bytes(end.words, bytes, start) : readIPv4Bytes(end.words, bytes, start)
  if (at === NO_ADDRESS || at >= LAST_CR_AT || bytes[at] !== SPACE) return stopInAddress(into, bytes, start)
  if (isIPv6) settleIPv6(end)
  else end.family = 4
  return at + 1
}

/**
 * Says what is wrong with an address that could not be read, or whether it is only cut short.
 *
 * It judges a byte that no address has when it comes, and everything else on the space behind the address, so that the
 * answer is the same however the bytes come.
 */
function stopInAddress(into: ScannedHeader, bytes: Uint8Array, start: number): typeof STOPPED {
  for (let i = start; i < bytes.length; i++) {
    if (i >= LAST_CR_AT) return stopScan(into, 'line-too-long', LAST_CR_AT)
    const byte = bytes[i] ?? 0
    if (byte === SPACE) return stopScan(into, faultOfAddress(into, printAscii(bytes, start, i)), start)
    if (byte === DOT || isDigit(byte)) continue
    if (byte !== COLON && !isHexLetter(byte)) return stopScan(into, 'malformed-address', start)
    if (into.family === 'tcp4') return stopScan(into, 'family-mismatch', start)
  }
  return STOPPED
}

/** IPv6 under TCP4 does not get here: its first colon or letter tells. */
function faultOfAddress(into: ScannedHeader, text: string): 'family-mismatch' | 'malformed-address' {
  const isIPv4 = !text.includes(':') && readAddress(new Uint32Array(4), text, 0, text.length) === 4
  return isIPv4 && into.family === 'tcp6' ? 'family-mismatch' : 'malformed-address'
}

/** Reads the port at `start` and the `terminator` behind it; returns where the next field begins. */
export function scanV1Port(
  into: ScannedHeader,
  end: ScannedEnd,
  bytes: Uint8Array,
  start: number,
  terminator: number,
): number {
  let value = 0
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (i >= LAST_CR_AT && byte !== CR) return stopScan(into, 'line-too-long', LAST_CR_AT)
    if (byte === terminator && i > start) {
      end.port = value
      return i + 1
    }
    const hasLeadingZero = i > start && value === 0
    value = value * 10 + byte - ZERO
    if (!isDigit(byte) || hasLeadingZero || value > MAX_PORT) return stopScan(into, 'malformed-port', start)
  }
  return STOPPED
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39
}

function isHexLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66
}
