import { readUint32 } from './bytes.ts'
import { crc32c } from './crc32c.ts'
import type { DecodeOptions } from './decode-options.ts'
import { type ScannedHeader, stopScan } from './scanned-header.ts'
import { TLV_HEADER_BYTES } from './tlv-codes.ts'

/**
 * Whether a whole header of `length` bytes, whose fields were checked, has the checksum that `rule` asks for.
 *
 * The sum covers all of it, with the four bytes that hold it taken as zero (section 2.2.3).
 */
export function checkCrc(
  into: ScannedHeader,
  bytes: Uint8Array,
  length: number,
  rule: NonNullable<DecodeOptions['crc']>,
): boolean {
  const { crcAt } = into.fields
  const valueAt = crcAt + TLV_HEADER_BYTES
  if (crcAt === 0) {
    if (rule === 'require') stopScan(into, 'missing-crc', length)
  } else if (rule !== 'ignore' && readUint32(bytes, valueAt) !== crc32c(bytes, length, valueAt)) {
    stopScan(into, 'wrong-crc', crcAt)
  }
  return into.reason === undefined
}
