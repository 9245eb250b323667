import { readUint32 } from './bytes.ts'
import { crc32c } from './crc32c.ts'
import type { DecodeOptions } from './decode-options.ts'
import { type Refused, refuse } from './decoded.ts'
import { TLV_HEADER_BYTES } from './tlv-codes.ts'

/** A whole header: its length, and where its CRC32C field begins, 0 if it has none. */
export type ChecksummedHeader = { readonly length: number; readonly crcAt: number }

/** Section 2.2.3: the checksum covers the whole header, with the four bytes that hold it taken as zero. */
export function checkCrc(
  bytes: Uint8Array,
  { length, crcAt }: ChecksummedHeader,
  rule: NonNullable<DecodeOptions['crc']>,
): Refused | undefined {
  if (crcAt === 0) return rule === 'require' ? refuse('missing-crc', length) : undefined
  if (rule === 'ignore') return undefined
  const valueAt = crcAt + TLV_HEADER_BYTES
  return readUint32(bytes, valueAt) === crc32c(bytes, length, valueAt) ? undefined : refuse('wrong-crc', crcAt)
}
