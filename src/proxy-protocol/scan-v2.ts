import { countMatching, readInt32, readUint16 } from './bytes.ts'
import { checkCrc } from './check-crc.ts'
import { DEFAULT_MAX_BYTES, type DecodeOptions } from './decode-options.ts'
import { scanTlvs } from './scan-tlvs.ts'
import { type ScannedEnd, type ScannedHeader, STOPPED, settleIPv6, stopScan } from './scanned-header.ts'
import { COMMAND_AT, FAMILY_AT, faultOfPair, LENGTH_AT, layoutOf, V2_HEAD_BYTES, V2_SIGNATURE } from './v2-layout.ts'

const VERSION_LOCAL = 0x20
const VERSION_PROXY = 0x21
/** The signature as the words that it begins, continues and ends with: three comparisons in place of twelve. */
const SIGNATURE_0 = readInt32(V2_SIGNATURE, 0)
const SIGNATURE_4 = readInt32(V2_SIGNATURE, 4)
const SIGNATURE_8 = readInt32(V2_SIGNATURE, 8)

/** Version 2, section 2.2. LOCAL is settled before the family byte is looked at, whatever stands there. */
export function scanV2(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  if (!hasSignature(bytes)) return stopInSignature(into, bytes)
  into.version = 2
  const command = bytes[COMMAND_AT]
  if (command === VERSION_PROXY) return scanRelayed(into, bytes, options)
  if (command === VERSION_LOCAL) return skipBlock(into, bytes, options, 'LOCAL')
  return stopAtCommand(into, command)
}

function scanRelayed(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  const code = bytes[FAMILY_AT]
  if (code === undefined) return STOPPED
  const layout = layoutOf(code)
  if (layout === undefined) return stopScan(into, faultOfPair(code), FAMILY_AT)
  if (layout.family === 'unspec') {
    return options.unspec === 'refuse'
      ? stopScan(into, 'unspec-refused', FAMILY_AT)
      : skipBlock(into, bytes, options, 'PROXY')
  }
  if (layout.family === 'unix' && options.unix === 'refuse') return stopScan(into, 'unix-refused', FAMILY_AT)
  const length = readLength(into, bytes, options)
  if (length === STOPPED) return STOPPED
  into.command = 'PROXY'
  into.family = layout.family
  into.tlvsAt = V2_HEAD_BYTES + layout.blockBytes
  if (length < into.tlvsAt) return stopScan(into, 'short-address-block', LENGTH_AT)
  if (!scanFields(into, bytes, length, options.crc)) return STOPPED
  if (layout.addressBytes === 4) readEnds4(into, bytes)
  else if (layout.addressBytes === 16) readEnds6(into, bytes)
  return length
}

function hasSignature(bytes: Uint8Array): boolean {
  if (readInt32(bytes, 0) !== SIGNATURE_0) return false
  return readInt32(bytes, 4) === SIGNATURE_4 && readInt32(bytes, 8) === SIGNATURE_8
}

function stopInSignature(into: ScannedHeader, bytes: Uint8Array): typeof STOPPED {
  const matched = countMatching(bytes, 0, V2_SIGNATURE)
  return matched < bytes.length ? stopScan(into, 'not-proxy-protocol', matched) : STOPPED
}

function stopAtCommand(into: ScannedHeader, command: number | undefined): typeof STOPPED {
  if (command === undefined) return STOPPED
  return stopScan(into, command >> 4 === VERSION_PROXY >> 4 ? 'undefined-command' : 'undefined-version', COMMAND_AT)
}

/** How long the header says it is; its low byte counts as 0 until it is there, which is enough to see it too large. */
function readLength(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  const length = V2_HEAD_BYTES + readUint16(bytes, LENGTH_AT)
  if (length > (options.maxBytes ?? DEFAULT_MAX_BYTES)) return stopScan(into, 'too-large', LENGTH_AT)
  return bytes.length < V2_HEAD_BYTES ? STOPPED : length
}

/** LOCAL and UNSPEC: nobody says where addresses end in this block and fields begin, so none of it is read. */
function skipBlock(
  into: ScannedHeader,
  bytes: Uint8Array,
  options: DecodeOptions,
  command: ScannedHeader['command'],
): number {
  const length = readLength(into, bytes, options)
  if (length === STOPPED || bytes.length < length) return STOPPED
  into.command = command
  into.family = 'unspec'
  into.tlvsAt = length
  return length
}

/** Checks what stands behind the addresses; false where the scan ends here. */
function scanFields(into: ScannedHeader, bytes: Uint8Array, length: number, crc: DecodeOptions['crc']): boolean {
  if (length === into.tlvsAt && crc !== 'require') return bytes.length >= length
  return scanTlvs(into, bytes, length) && checkCrc(into, bytes, length, crc ?? 'verify')
}

function readEnds4({ source, destination }: ScannedHeader, bytes: Uint8Array): void {
  readIPv4(source, bytes, V2_HEAD_BYTES)
  readIPv4(destination, bytes, V2_HEAD_BYTES + 4)
  source.port = readUint16(bytes, V2_HEAD_BYTES + 8)
  destination.port = readUint16(bytes, V2_HEAD_BYTES + 10)
}

function readEnds6({ source, destination }: ScannedHeader, bytes: Uint8Array): void {
  readIPv6(source, bytes, V2_HEAD_BYTES)
  readIPv6(destination, bytes, V2_HEAD_BYTES + 16)
  source.port = readUint16(bytes, V2_HEAD_BYTES + 32)
  destination.port = readUint16(bytes, V2_HEAD_BYTES + 34)
}

function readIPv4(end: ScannedEnd, bytes: Uint8Array, at: number): void {
  const { words } = end
  end.family = 4
  words[0] = readInt32(bytes, at)
  words[1] = words[2] = words[3] = 0
}

function readIPv6(end: ScannedEnd, bytes: Uint8Array, at: number): void {
  const { words } = end
  for (let i = 0; i < 4; i++) words[i] = readInt32(bytes, at + 4 * i)
  settleIPv6(end)
}
