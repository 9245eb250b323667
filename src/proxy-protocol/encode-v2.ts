import { writeUint16, writeUint32 } from './bytes.ts'
import { crc32c } from './crc32c.ts'
import type { ProxyHeader } from './header.ts'
import { ProxyHeaderError } from './header-error.ts'
import { CRC32C, TLV_HEADER_BYTES } from './tlv-codes.ts'
import { bytesOfRecords, writeRecords } from './tlv-record.ts'
import { COMMAND_AT, FAMILY_AT, LENGTH_AT, V2_HEAD_BYTES, V2_MAX_BYTES, V2_SIGNATURE } from './v2-layout.ts'
import { writeAddressBlock } from './write-address-block.ts'
import { writeTlvs } from './write-tlvs.ts'

const LOCAL = 0x20
const PROXY = 0x21

/** Version 2, section 2.2. */
export function encodeV2(header: ProxyHeader<string>): Uint8Array {
  const block = writeAddressBlock(header)
  const records = writeTlvs(header.tlvs)
  const tlvsAt = V2_HEAD_BYTES + block.bytes.length
  const length = tlvsAt + bytesOfRecords(records)
  if (length > V2_MAX_BYTES) {
    const rule = `a version 2 header has at most ${V2_MAX_BYTES} bytes`
    throw new ProxyHeaderError({
      code: 'TOO_LONG',
      path: 'tlvs',
      rule,
      received: length,
      nextStep: 'Send fewer or shorter TLVs',
    })
  }
  const bytes = new Uint8Array(length)
  bytes.set(V2_SIGNATURE)
  bytes[COMMAND_AT] = header.command === 'PROXY' ? PROXY : LOCAL
  bytes[FAMILY_AT] = block.code
  writeUint16(bytes, LENGTH_AT, length - V2_HEAD_BYTES)
  bytes.set(block.bytes, V2_HEAD_BYTES)
  writeRecords(bytes, tlvsAt, records)
  const crcIndex = records.findIndex(({ code }) => code === CRC32C)
  if (crcIndex >= 0) writeCrc(bytes, tlvsAt + bytesOfRecords(records.slice(0, crcIndex)) + TLV_HEADER_BYTES)
  return bytes
}

/** The field still holds zeros, as the sum needs it (section 2.2.3). */
function writeCrc(bytes: Uint8Array, at: number): void {
  writeUint32(bytes, at, crc32c(bytes, bytes.length, at))
}
