import { DEFAULT_OPTIONS, type DecodeOptions } from './decode-options.ts'
import type { Decoded } from './decoded.ts'
import { scanV1, V1_PREFIX } from './scan-v1.ts'
import { scanV2 } from './scan-v2.ts'
import { type ScannedHeader, STOPPED, stopScan } from './scanned-header.ts'
import { V2_SIGNATURE } from './v2-layout.ts'

/**
 * As `decodeProxyHeader`, but writes what it finds into `into`, addresses as words, and makes no object and no text.
 *
 * It is the only reader of headers here: the decoder of objects builds on what it found. All checks are the same ones.
 * Unless the answer is `header`, `into` says nothing beyond `reason`, `offset` and a `length` of 0. `buildTlvs` and
 * `buildHeader` make objects of it, while the bytes are still those that were scanned.
 *
 * @example
 * const scanned = createScannedHeader() // once
 * if (scanProxyHeader(scanned, bytes) === 'header') allow(table.find(scanned.source.words, scanned.source.family))
 */
export function scanProxyHeader(
  into: ScannedHeader,
  bytes: Uint8Array,
  options: DecodeOptions = DEFAULT_OPTIONS,
): Decoded['state'] {
  const { fields } = into
  fields.at = fields.sslEnd = fields.crcAt = 0
  return resumeScan(into, bytes, options)
}

/**
 * As {@link scanProxyHeader}, for the bytes that were scanned into `into` last, with more behind them.
 *
 * Without it a sender of many fields, byte by byte, makes work that grows with the square of the header's length.
 */
export function resumeScan(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): Decoded['state'] {
  into.reason = undefined
  into.length = bytes[0] === V2_SIGNATURE[0] ? scanV2(into, bytes, options) : scanLine(into, bytes, options)
  return stateOf(into)
}

function stateOf({ length, reason }: ScannedHeader): Decoded['state'] {
  if (length !== STOPPED) return 'header'
  return reason === undefined ? 'need-more' : 'refused'
}

function scanLine(into: ScannedHeader, bytes: Uint8Array, options: DecodeOptions): number {
  if (bytes.length === 0) return STOPPED
  if (bytes[0] === V1_PREFIX[0]) return scanV1(into, bytes, options)
  return stopScan(into, 'not-proxy-protocol', 0)
}
