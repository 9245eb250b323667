import { countMatching, readInt32 } from './bytes.ts'
import type { DecodeOptions } from './decode-options.ts'
import { scanV1Address } from './scan-v1-address.ts'
import { scanV1Port } from './scan-v1-port.ts'
import { type ScannedHeader, STOPPED, stopScan } from './scanned-header.ts'
import { CR, LAST_CR_AT, LF, SPACE } from './v1-line.ts'

export const V1_PREFIX = new TextEncoder().encode('PROXY ')

const PROTOCOL_AT = V1_PREFIX.length
const TCP4 = new TextEncoder().encode('TCP4 ')
const TCP6 = new TextEncoder().encode('TCP6 ')
const UNKNOWN = new TextEncoder().encode('UNKNOWN')
const ADDRESSES_AT = PROTOCOL_AT + TCP4.length

/** What a line of addresses begins with, as words: three comparisons in place of eleven. The last two overlap. */
const WORD_0 = wordOf('PROX')
const WORD_4 = wordOf('Y TC')
const WORD_7_TCP4 = wordOf('CP4 ')
const WORD_7_TCP6 = wordOf('CP6 ')

/** Version 1, section 2.1: one line of text. Each fault is told from the byte that makes it. */
export function scanV1(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  const word7 = readInt32(bytes, 7)
  const namesTcp = word7 === WORD_7_TCP4 || word7 === WORD_7_TCP6
  if (!namesTcp || readInt32(bytes, 0) !== WORD_0 || readInt32(bytes, 4) !== WORD_4) {
    return scanOther(into, bytes, options)
  }
  if (options.crc === 'require') return stopScan(into, 'missing-crc', 0)
  into.version = 1
  into.command = 'PROXY'
  into.family = word7 === WORD_7_TCP4 ? 'tcp4' : 'tcp6'
  return scanEnds(into, bytes)
}

/** What does not begin as a line of addresses: the beginning of one, UNKNOWN, or none. */
function scanOther(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  const matched = countMatching(bytes, 0, V1_PREFIX)
  if (matched < V1_PREFIX.length) {
    return matched < bytes.length ? stopScan(into, 'not-proxy-protocol', matched) : STOPPED
  }
  if (options.crc === 'require') return stopScan(into, 'missing-crc', 0)
  if (bytes[PROTOCOL_AT] === UNKNOWN[0]) return scanUnknown(into, bytes, options)
  return scanProtocol(into, bytes, bytes[PROTOCOL_AT + 3] === TCP6[3] ? TCP6 : TCP4)
}

function scanProtocol(into: ScannedHeader, bytes: Uint8Array, expected: Uint8Array): number {
  const end = PROTOCOL_AT + countMatching(bytes, PROTOCOL_AT, expected)
  if (end === PROTOCOL_AT + expected.length) return end
  return end < bytes.length ? stopScan(into, 'undefined-protocol', PROTOCOL_AT) : STOPPED
}

function scanEnds(into: ScannedHeader, bytes: Uint8Array): number {
  const destinationAt = scanV1Address(into, into.source, bytes, ADDRESSES_AT)
  if (destinationAt === STOPPED) return STOPPED
  const portsAt = scanV1Address(into, into.destination, bytes, destinationAt)
  if (portsAt === STOPPED) return STOPPED
  const lastPortAt = scanV1Port(into, into.source, bytes, portsAt, SPACE)
  if (lastPortAt === STOPPED) return STOPPED
  const lineFeedAt = scanV1Port(into, into.destination, bytes, lastPortAt, CR)
  return lineFeedAt === STOPPED ? STOPPED : scanLineFeed(into, bytes, lineFeedAt)
}

/**
 * What stands behind UNKNOWN is ignored up to the CRLF. A CR or LF alone is refused there too: a receiver that took it
 * for the end of the line would see other payload than one that reads on.
 */
function scanUnknown(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  into.version = 1
  into.command = 'PROXY'
  into.family = 'unspec'
  const restAt = scanProtocol(into, bytes, UNKNOWN)
  if (restAt === STOPPED) return STOPPED
  if (options.unspec === 'refuse') return stopScan(into, 'unspec-refused', PROTOCOL_AT)
  for (let i = restAt; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (i >= LAST_CR_AT && byte !== CR) return stopScan(into, 'line-too-long', LAST_CR_AT)
    if (byte === LF) return stopScan(into, 'malformed-line', i)
    if (byte === CR) return scanLineFeed(into, bytes, i + 1)
    if (i === restAt && byte !== SPACE) return stopScan(into, 'undefined-protocol', PROTOCOL_AT)
  }
  return STOPPED
}

function scanLineFeed(into: ScannedHeader, bytes: Uint8Array, at: number): number {
  if (at === bytes.length) return STOPPED
  if (bytes[at] !== LF) return stopScan(into, 'malformed-line', at - 1)
  into.tlvsAt = at + 1
  return at + 1
}

function wordOf(text: string): number {
  return readInt32(new TextEncoder().encode(text), 0)
}
