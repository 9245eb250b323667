import { checkHex, checkInteger } from './check-value.ts'
import { ProxyHeaderError } from './header-error.ts'
import type { Tlv, UnknownTlv } from './tlv.ts'
import { CRC32C, CRC32C_BYTES, MAX_UNIQUE_ID_BYTES, NOOP, SSL, TEXT_KINDS, UNIQUE_ID } from './tlv-codes.ts'
import type { TlvRecord } from './tlv-record.ts'
import { writeSslTlv } from './write-ssl-tlv.ts'
import { writeTextTlv } from './write-text-tlv.ts'
import { writeAwsTlv, writeAzureTlv, writeGcpTlv } from './write-vendor-tlv.ts'

/** Codes whose fields a decoder always reads as their own type, or refuses. */
const TYPED_CODES: readonly number[] = [CRC32C, NOOP, UNIQUE_ID, SSL]

/** Makes the fields ready for writing; that of CRC32C holds zeros until the rest is written. */
export function writeTlvs(tlvs: readonly Tlv[]): readonly TlvRecord[] {
  const records = tlvs.map((tlv, index) => writeTlv(tlv, `tlvs[${index}]`))
  const checksums = records.filter(({ code }) => code === CRC32C).length
  if (checksums <= 1) return records
  const rule = 'a header has at most one crc32c'
  throw new ProxyHeaderError({
    code: 'REPEATED_CRC',
    path: 'tlvs',
    rule,
    received: checksums,
    nextStep: 'Remove the others',
  })
}

function writeTlv(tlv: Tlv, path: string): TlvRecord {
  switch (tlv.type) {
    case 'alpn':
    case 'authority':
    case 'netns':
      return writeTextTlv(tlv, TEXT_KINDS, path)
    case 'crc32c':
      return { code: CRC32C, value: new Uint8Array(CRC32C_BYTES) }
    case 'noop':
      return { code: NOOP, value: new Uint8Array(checkInteger(tlv.length, 0xffff, `${path}.length`)) }
    case 'unique-id':
      return writeUniqueId(tlv.hex, `${path}.hex`)
    case 'ssl':
      return writeSslTlv(tlv, path)
    case 'aws-vpc-endpoint-id':
      return writeAwsTlv(tlv.text, `${path}.text`)
    case 'azure-link-id':
      return writeAzureTlv(tlv.id, `${path}.id`)
    case 'gcp-psc-connection-id':
      return writeGcpTlv(tlv.id, `${path}.id`)
    case 'unknown':
      return writeUnknown(tlv, path)
  }
}

function writeUniqueId(hex: string, path: string): TlvRecord {
  const value = checkHex(hex, path)
  if (value.length <= MAX_UNIQUE_ID_BYTES) return { code: UNIQUE_ID, value }
  const rule = `a unique id has at most ${MAX_UNIQUE_ID_BYTES} bytes`
  throw new ProxyHeaderError({ code: 'TOO_LONG', path, rule, received: value.length, nextStep: 'Shorten it' })
}

function writeUnknown({ code, hex }: UnknownTlv, path: string): TlvRecord {
  checkInteger(code, 0xff, `${path}.code`)
  if (!TYPED_CODES.includes(code)) return { code, value: checkHex(hex, `${path}.hex`) }
  const rule = 'codes 3, 4, 5 and 32 have types of their own'
  throw new ProxyHeaderError({
    code: 'MALFORMED_VALUE',
    path: `${path}.code`,
    rule,
    received: code,
    nextStep: 'Name the type',
  })
}
