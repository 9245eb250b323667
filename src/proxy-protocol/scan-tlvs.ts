import { readUint16 } from './bytes.ts'
import { type Refused, refuse } from './decoded.ts'
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
 * Checks that the fields from `start` fill the header up to `end` exactly, as far as their bytes have come; returns
 * where the CRC32C field begins, 0 if none was seen.
 *
 * Every field is checked before any is read, and no more of one is looked at than its head and fixed sizes.
 */
export function scanTlvs(bytes: Uint8Array, start: number, end: number): number | Refused {
  let crcAt = 0
  let at = start
  while (at < end) {
    const next = endOfTlv(bytes, at, end)
    if (typeof next !== 'number') return next
    if (next === 0) return crcAt
    const fault = checkSize(bytes, at, next)
    if (fault !== undefined) return fault
    if (bytes[at] === CRC32C) {
      if (crcAt !== 0) return refuse('repeated-crc', at)
      crcAt = at
    }
    at = next
  }
  return crcAt
}

/**
 * Where the field at `at` ends; 0 where its head has not come yet. What is left behind it must be nothing or another
 * field: judged here, where it is first known, so that the answer is the same however the bytes come.
 */
function endOfTlv(bytes: Uint8Array, at: number, end: number): number | Refused {
  if (at + TLV_HEADER_BYTES > end) return refuse('malformed-tlv', at)
  if (at + TLV_HEADER_BYTES > bytes.length) return 0
  const next = at + TLV_HEADER_BYTES + readUint16(bytes, at + 1)
  if (next > end) return refuse('malformed-tlv', at)
  return next < end && next + TLV_HEADER_BYTES > end ? refuse('malformed-tlv', next) : next
}

function checkSize(bytes: Uint8Array, at: number, next: number): Refused | undefined {
  const size = next - at - TLV_HEADER_BYTES
  switch (bytes[at] ?? 0) {
    case CRC32C:
      return size === CRC32C_BYTES ? undefined : refuse('malformed-tlv', at)
    case UNIQUE_ID:
      return size <= MAX_UNIQUE_ID_BYTES ? undefined : refuse('oversized-unique-id', at)
    case SSL:
      return size >= SSL_HEAD_BYTES
        ? scanNested(bytes, next - size + SSL_HEAD_BYTES, next)
        : refuse('malformed-tlv', at)
    default:
      return undefined
  }
}

function scanNested(bytes: Uint8Array, start: number, end: number): Refused | undefined {
  let at = start
  while (at < end) {
    const next = endOfTlv(bytes, at, end)
    if (typeof next !== 'number') return next
    if (next === 0) return undefined
    at = next
  }
  return undefined
}
