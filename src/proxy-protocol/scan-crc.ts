import { readUint32 } from './bytes.ts'
import { crc32c } from './crc32c.ts'
import type { DecodeOptions } from './decode-options.ts'
import { NO_CRC } from './scan-tlvs.ts'
import { type ScannedHeader, stopScan } from './scanned-header.ts'
import { TLV_HEADER_BYTES } from './tlv-codes.ts'

/**
 * Checks a whole header of `length` bytes whose CRC32C field begins at `crcAt`; returns its length.
 *
 * The sum covers all of it, with the four bytes that hold it taken as zero (section 2.2.3).
 */
export function scanCrc(
  into: ScannedHeader,
  bytes: Uint8Array,
  length: number,
  crcAt: number,
  rule: NonNullable<DecodeOptions['crc']>,
): number {
  if (crcAt === NO_CRC) return rule === 'require' ? stopScan(into, 'missing-crc', length) : length
  if (rule === 'ignore') return length
  const valueAt = crcAt + TLV_HEADER_BYTES
  return readUint32(bytes, valueAt) === crc32c(bytes, length, valueAt) ? length : stopScan(into, 'wrong-crc', crcAt)
}
