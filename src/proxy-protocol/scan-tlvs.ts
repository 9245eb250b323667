import { readUint16 } from './bytes.ts'
import { type ScannedHeader, STOPPED, stopScan } from './scanned-header.ts'
import {
  CRC32C,
  CRC32C_BYTES,
  MAX_UNIQUE_ID_BYTES,
  SSL,
  SSL_HEAD_BYTES,
  TLV_HEADER_BYTES,
  UNIQUE_ID,
} from './tlv-codes.ts'

/** That a header has no CRC32C field, for none begins at offset 0. */
export const NO_CRC = 0

/**
 * Checks that the fields from `into.tlvsAt` fill the header up to `end` exactly, as far as their bytes have come; returns
 * where the CRC32C field begins, if one was seen. A fault stands in `into.reason`.
 *
 * Every field is checked before any is read, and no more of one is looked at than its head and fixed sizes.
 */
export function scanTlvs(into: ScannedHeader, bytes: Uint8Array, end: number): number {
  let crcAt = NO_CRC
  let at = into.tlvsAt
  while (at < end) {
    const next = scanTlv(into, bytes, at, end)
    if (next === STOPPED) return crcAt
    if (bytes[at] === CRC32C) {
      if (crcAt !== NO_CRC) return stopScan(into, 'repeated-crc', at)
      crcAt = at
    }
    at = next
  }
  return crcAt
}

function scanTlv(into: ScannedHeader, bytes: Uint8Array, at: number, end: number): number {
  const next = endOfTlv(into, bytes, at, end)
  if (next === STOPPED) return STOPPED
  const size = next - at - TLV_HEADER_BYTES
  switch (bytes[at] ?? 0) {
    case CRC32C:
      return size === CRC32C_BYTES ? next : stopScan(into, 'malformed-tlv', at)
    case UNIQUE_ID:
      return size <= MAX_UNIQUE_ID_BYTES ? next : stopScan(into, 'oversized-unique-id', at)
    case SSL:
      if (size < SSL_HEAD_BYTES) return stopScan(into, 'malformed-tlv', at)
      return scanNested(into, bytes, at + TLV_HEADER_BYTES + SSL_HEAD_BYTES, next)
    default:
      return next
  }
}

/** Checks the fields inside `ssl`, which fill it up to `end` exactly. */
function scanNested(into: ScannedHeader, bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end) {
    at = endOfTlv(into, bytes, at, end)
    if (at === STOPPED) return STOPPED
  }
  return end
}

/**
 * Where the field at `at` ends. What is left behind it must be nothing or another field: judged here, where it is first
 * known, so that the answer is the same however the bytes come.
 */
function endOfTlv(into: ScannedHeader, bytes: Uint8Array, at: number, end: number): number {
  if (at + TLV_HEADER_BYTES > end) return stopScan(into, 'malformed-tlv', at)
  if (at + TLV_HEADER_BYTES > bytes.length) return STOPPED
  const next = at + TLV_HEADER_BYTES + readUint16(bytes, at + 1)
  if (next > end) return stopScan(into, 'malformed-tlv', at)
  return next < end && next + TLV_HEADER_BYTES > end ? stopScan(into, 'malformed-tlv', next) : next
}
