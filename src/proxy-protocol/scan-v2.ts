import { countMatching, readUint16, readUint32 } from './bytes.ts'
import { DEFAULT_MAX_BYTES, type DecodeOptions } from './decode-options.ts'
import { scanCrc } from './scan-crc.ts'
import { scanTlvs } from './scan-tlvs.ts'
import { type ScannedEnd, type ScannedHeader, STOPPED, settleIPv6, stopScan } from './scanned-header.ts'
import {
  COMMAND_AT,
  FAMILY_AT,
  faultOfPair,
  type InetLayout,
  LENGTH_AT,
  layoutOf,
  V2_HEAD_BYTES,
  V2_SIGNATURE,
} from './v2-layout.ts'

const VERSION_LOCAL = 0x20
const VERSION_PROXY = 0x21
/** The signature as the words that it begins, continues and ends with: three comparisons in place of twelve. */
const SIGNATURE_0 = readUint32(V2_SIGNATURE, 0)
const SIGNATURE_4 = readUint32(V2_SIGNATURE, 4)
const SIGNATURE_8 = readUint32(V2_SIGNATURE, 8)

/** Version 2, section 2.2. LOCAL is settled before the family byte is looked at, whatever stands there. */
export function scanV2(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  if (!hasSignature(bytes)) return stopInSignature(into, bytes)
  if (bytes.length === COMMAND_AT) return STOPPED
  const command = bytes[COMMAND_AT] ?? 0
  into.version = 2
  if (command === VERSION_LOCAL) {
    into.command = 'LOCAL'
    return skipBlock(into, bytes, options)
  }
  if (command !== VERSION_PROXY) {
    return stopScan(into, command >> 4 === VERSION_PROXY >> 4 ? 'undefined-command' : 'undefined-version', COMMAND_AT)
  }
  into.command = 'PROXY'
  return bytes.length === FAMILY_AT ? STOPPED : scanFamily(into, bytes, options)
}

function scanFamily(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  const code = bytes[FAMILY_AT] ?? 0
  const layout = layoutOf(code)
  if (layout === undefined) return stopScan(into, faultOfPair(code), FAMILY_AT)
  if (layout.kind === 'unspec') {
    return options.unspec === 'refuse' ? stopScan(into, 'unspec-refused', FAMILY_AT) : skipBlock(into, bytes, options)
  }
  if (layout.kind === 'unix' && options.unix === 'refuse') return stopScan(into, 'unix-refused', FAMILY_AT)
  const length = readLength(into, bytes, options)
  if (length === STOPPED) return STOPPED
  into.tlvsAt = V2_HEAD_BYTES + layout.blockBytes
  if (length < into.tlvsAt) return stopScan(into, 'short-address-block', LENGTH_AT)
  const crcAt = scanTlvs(into, bytes, length)
  if (into.reason !== undefined || bytes.length < length) return STOPPED
  if (!scanCrc(into, bytes, length, crcAt, options.crc ?? 'verify')) return STOPPED
  into.family = layout.family
  if (layout.kind === 'inet') scanEnds(into, bytes, layout)
  return length
}

function hasSignature(bytes: Uint8Array): boolean {
  return (
    bytes.length >= COMMAND_AT &&
    readUint32(bytes, 0) === SIGNATURE_0 &&
    readUint32(bytes, 4) === SIGNATURE_4 &&
    readUint32(bytes, 8) === SIGNATURE_8
  )
}

function stopInSignature(into: ScannedHeader, bytes: Uint8Array): typeof STOPPED {
  const matched = countMatching(bytes, 0, V2_SIGNATURE)
  return matched < bytes.length ? stopScan(into, 'not-proxy-protocol', matched) : STOPPED
}

/** How long the header says it is; its low byte counts as 0 until it is there, which is enough to see it too large. */
function readLength(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  const length = V2_HEAD_BYTES + readUint16(bytes, LENGTH_AT)
  if (length > (options.maxBytes ?? DEFAULT_MAX_BYTES)) return stopScan(into, 'too-large', LENGTH_AT)
  return bytes.length < V2_HEAD_BYTES ? STOPPED : length
}

/** LOCAL and UNSPEC: nobody says where addresses end in this block and fields begin, so none of it is read. */
function skipBlock(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  into.family = 'unspec'
  const length = readLength(into, bytes, options)
  if (length === STOPPED || bytes.length < length) return STOPPED
  into.tlvsAt = length
  return length
}

/** Both addresses come first, then both ports. */
function scanEnds(into: ScannedHeader, bytes: Uint8Array, { addressBytes }: InetLayout): void {
  const portsAt = V2_HEAD_BYTES + 2 * addressBytes
  readEnd(into.source, bytes, V2_HEAD_BYTES, addressBytes)
  readEnd(into.destination, bytes, V2_HEAD_BYTES + addressBytes, addressBytes)
  into.source.port = readUint16(bytes, portsAt)
  into.destination.port = readUint16(bytes, portsAt + 2)
}

function readEnd(end: ScannedEnd, bytes: Uint8Array, at: number, addressBytes: InetLayout['addressBytes']): void {
  const { words } = end
  words[0] = readUint32(bytes, at)
  if (addressBytes === 4) {
    end.family = 4
    words[1] = words[2] = words[3] = 0
    return
  }
  words[1] = readUint32(bytes, at + 4)
  words[2] = readUint32(bytes, at + 8)
  words[3] = readUint32(bytes, at + 12)
  settleIPv6(end)
}
