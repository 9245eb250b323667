import { type Address, printAddress, readAddress } from '../net/address.ts'
import { NEED_MORE, type NeedMore, type Refused, refuse } from './decoded.ts'
import { printAscii } from './text.ts'

export type V1Family = 'tcp4' | 'tcp6'

/** Text between two spaces. `mapping` tells IPv4-mapped IPv6 from the IPv4 that `address` then is. */
export type V1Address = { readonly end: number; readonly address: Address; readonly mapping: 'plain' | 'mapped' }

export const CR = 0x0d
export const LF = 0x0a
export const SPACE = 0x20
/** A line has at most 107 bytes (section 2.1), so its CR is at offset 105 or before. */
export const LAST_CR_AT = 105

const ZERO = 0x30
const DOT = 0x2e
const COLON = 0x3a
const MAX_PORT = 65_535
// Reused, for a decoder runs to its end before another can begin.
const words = new Uint32Array(4)

/** Reads the address at `start` once the space behind it has come. */
export function readV1Address(bytes: Uint8Array, start: number, family: V1Family): V1Address | NeedMore | Refused {
  const end = findSpace(bytes, start, family)
  if (typeof end !== 'number') return end
  const text = printAscii(bytes, start, end)
  const read = readAddress(words, text, 0, text.length)
  if (read === 0) return refuse('malformed-address', start)
  const isIPv6Text = text.includes(':')
  if (isIPv6Text !== (family === 'tcp6')) return refuse('family-mismatch', start)
  return { end, address: printAddress(words, read), mapping: isIPv6Text && read === 4 ? 'mapped' : 'plain' }
}

function findSpace(bytes: Uint8Array, start: number, family: V1Family): number | NeedMore | Refused {
  for (let i = start; i < bytes.length; i++) {
    if (i >= LAST_CR_AT) return refuse('line-too-long', LAST_CR_AT)
    const byte = bytes[i] ?? 0
    if (byte === SPACE) return i
    if (byte === DOT || isDigit(byte)) continue
    if (byte !== COLON && !isHexLetter(byte)) return refuse('malformed-address', start)
    if (family === 'tcp4') return refuse('family-mismatch', start)
  }
  return NEED_MORE
}

/** Where the port at `start` ends: at the first `terminator`, with digits alone before it. */
export function findPortEnd(bytes: Uint8Array, start: number, terminator: number): number | NeedMore | Refused {
  let value = 0
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (i >= LAST_CR_AT && byte !== CR) return refuse('line-too-long', LAST_CR_AT)
    if (byte === terminator && i > start) return i
    const isLeadingZero = i > start && bytes[start] === ZERO
    value = value * 10 + byte - ZERO
    if (!isDigit(byte) || isLeadingZero || value > MAX_PORT) return refuse('malformed-port', start)
  }
  return NEED_MORE
}

/** The value of digits that {@link findPortEnd} has checked. */
export function readPort(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let i = start; i < end; i++) value = value * 10 + (bytes[i] ?? ZERO) - ZERO
  return value
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39
}

function isHexLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66
}
