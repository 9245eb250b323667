import { readUint32 } from './bytes.ts'
import { crc32c } from './crc32c.ts'
import type { DecodeOptions } from './decode-options.ts'
import { type Refused, refuse } from './decoded.ts'
import { TLV_HEADER_BYTES } from './tlv-codes.ts'

/**
 * Checks a whole header of `length` bytes whose CRC32C field begins at `crcAt`, 0 if it has none.
 *
 * The sum covers all of it, with the four bytes that hold it taken as zero (section 2.2.3).
 */
export function checkCrc(
  bytes: Uint8Array,
  length: number,
  crcAt: number,
  rule: NonNullable<DecodeOptions['crc']>,
): Refused | undefined {
  if (crcAt === 0) return rule === 'require' ? refuse('missing-crc', length) : undefined
  if (rule === 'ignore') return undefined
  const valueAt = crcAt + TLV_HEADER_BYTES
  return readUint32(bytes, valueAt) === crc32c(bytes, length, valueAt) ? undefined : refuse('wrong-crc', crcAt)
}
