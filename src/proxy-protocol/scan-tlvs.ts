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

/**
 * Checks that the fields from `into.tlvsAt` fill the header up to `end` exactly, as far as their bytes have come; false
 * where the scan ends here, for want of bytes or with a reason.
 *
 * Every field is checked before any is read, and no more of one is looked at than its head and fixed sizes. Those inside
 * `ssl` follow its own head and are checked in the same pass.
 */
export function scanTlvs(into: ScannedHeader, bytes: Uint8Array, end: number): boolean {
  const { fields } = into
  if (fields.at === 0) fields.at = into.tlvsAt
  while (fields.at < end) {
    const { at, sslEnd } = fields
    const next = endOfTlv(into, bytes, at, sslEnd === 0 ? end : sslEnd)
    if (next === STOPPED) return false
    fields.at = sslEnd === 0 ? enterTlv(into, bytes, at, next) : next
    if (fields.at === STOPPED) return false
    if (fields.at === fields.sslEnd) fields.sslEnd = 0
  }
  return bytes.length >= end
}

/** Checks the size of the field from `at` to `next`; returns where the next one begins, which may be inside it. */
function enterTlv(into: ScannedHeader, bytes: Uint8Array, at: number, next: number): number {
  const { fields } = into
  const size = next - at - TLV_HEADER_BYTES
  switch (bytes[at] ?? 0) {
    case CRC32C:
      if (size !== CRC32C_BYTES) return stopScan(into, 'malformed-tlv', at)
      if (fields.crcAt !== 0) return stopScan(into, 'repeated-crc', at)
      fields.crcAt = at
      return next
    case UNIQUE_ID:
      return size <= MAX_UNIQUE_ID_BYTES ? next : stopScan(into, 'oversized-unique-id', at)
    case SSL:
      if (size < SSL_HEAD_BYTES) return stopScan(into, 'malformed-tlv', at)
      fields.sslEnd = next
      return at + TLV_HEADER_BYTES + SSL_HEAD_BYTES
    default:
      return next
  }
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
