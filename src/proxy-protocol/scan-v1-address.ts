import { readAddress } from '../net/address.ts'
import { NO_ADDRESS, readIPv4Bytes, readIPv6Bytes } from './read-address-bytes.ts'
import { type ScannedEnd, type ScannedHeader, STOPPED, settleIPv6, stopScan } from './scanned-header.ts'
import { printAscii } from './text.ts'
import { LAST_CR_AT, SPACE } from './v1-line.ts'

const ZERO = 0x30
const DOT = 0x2e
const COLON = 0x3a

/** Reads the address at `start` and the space behind it; returns where the next field begins. */
export function scanV1Address(into: ScannedHeader, end: ScannedEnd, bytes: Uint8Array, start: number): number {
  const isIPv6 = into.family === 'tcp6'
  const at = isIPv6 ? readIPv6Bytes(end.words, bytes, start) : readIPv4Bytes(end.words, bytes, start)
  // Two of the longest addresses end at offset 102: the limit of the line is for the ports to judge.
  if (at === NO_ADDRESS || bytes[at] !== SPACE) return stopInAddress(into, bytes, start)
  if (isIPv6) settleIPv6(end)
  else end.family = 4
  return at + 1
}

/**
 * Says what is wrong with an address that could not be read, or that more of it has to come. It accepts nothing.
 *
 * A byte that no address has is judged when it comes, everything else on the space behind the address: so the answer is
 * the same however the bytes come.
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

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39
}

function isHexLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66
}
