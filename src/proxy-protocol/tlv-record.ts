import { writeUint16 } from './bytes.ts'
import { TLV_HEADER_BYTES } from './tlv-codes.ts'

/** A field ready for writing. */
export type TlvRecord = { readonly code: number; readonly value: Uint8Array }

export function bytesOfRecords(records: readonly TlvRecord[]): number {
  return records.reduce((sum, { value }) => sum + TLV_HEADER_BYTES + value.length, 0)
}

export function writeRecords(into: Uint8Array, start: number, records: readonly TlvRecord[]): void {
  let at = start
  for (const { code, value } of records) {
    into[at] = code
    writeUint16(into, at + 1, value.length)
    into.set(value, at + TLV_HEADER_BYTES)
    at += TLV_HEADER_BYTES + value.length
  }
}
