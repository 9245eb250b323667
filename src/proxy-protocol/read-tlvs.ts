import { readUint16 } from './bytes.ts'
import { printHex } from './hex.ts'
import { readSslTlv } from './read-ssl-tlv.ts'
import { readTextTlv } from './read-text-tlv.ts'
import { readVendorTlv } from './read-vendor-tlv.ts'
import type { Tlv } from './tlv.ts'
import { CRC32C, NOOP, SSL, TEXT_KINDS, TLV_HEADER_BYTES, UNIQUE_ID } from './tlv-codes.ts'

/** Reads the fields from `start` to `end`, whose lengths `scanTlvs` has checked; the result is a copy. */
export function readTlvs(bytes: Uint8Array, start: number, end: number): readonly Tlv[] {
  const tlvs: Tlv[] = []
  for (let at = start; at < end; ) {
    const next = at + TLV_HEADER_BYTES + readUint16(bytes, at + 1)
    tlvs.push(readTlv(bytes, at, next))
    at = next
  }
  return tlvs
}

function readTlv(bytes: Uint8Array, at: number, next: number): Tlv {
  const start = at + TLV_HEADER_BYTES
  switch (bytes[at] ?? 0) {
    case CRC32C:
      return { type: 'crc32c', hex: printHex(bytes, start, next) }
    case NOOP:
      return { type: 'noop', length: next - start }
    case UNIQUE_ID:
      return { type: 'unique-id', hex: printHex(bytes, start, next) }
    case SSL:
      return readSslTlv(bytes, start, next)
    default:
      return readVendorTlv(bytes, at, next) ?? readTextTlv(bytes, at, next, TEXT_KINDS)
  }
}
