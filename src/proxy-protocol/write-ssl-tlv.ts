import { writeUint32 } from './bytes.ts'
import { checkHex, checkInteger } from './check-value.ts'
import type { SslFieldTlv, SslTlv } from './tlv.ts'
import { SSL, SSL_CLIENT_CERT, SSL_HEAD_BYTES, SSL_TEXT_KINDS } from './tlv-codes.ts'
import { bytesOfRecords, type TlvRecord, writeRecords } from './tlv-record.ts'
import { writeTextTlv } from './write-text-tlv.ts'

export function writeSslTlv(tlv: SslTlv, path: string): TlvRecord {
  const records = tlv.tlvs.map((field, index) => writeField(field, `${path}.tlvs[${index}]`))
  const value = new Uint8Array(SSL_HEAD_BYTES + bytesOfRecords(records))
  value[0] = checkInteger(tlv.clientBits, 0xff, `${path}.clientBits`)
  writeUint32(value, 1, checkInteger(tlv.verifyCode, 0xffff_ffff, `${path}.verifyCode`))
  writeRecords(value, SSL_HEAD_BYTES, records)
  return { code: SSL, value }
}

function writeField(field: SslFieldTlv, path: string): TlvRecord {
  switch (field.type) {
    case 'client-cert':
      return { code: SSL_CLIENT_CERT, value: checkHex(field.hex, `${path}.hex`) }
    case 'unknown':
      return { code: checkInteger(field.code, 0xff, `${path}.code`), value: checkHex(field.hex, `${path}.hex`) }
    case 'version':
    case 'cn':
    case 'cipher':
    case 'sig-alg':
    case 'key-alg':
    case 'group':
    case 'sig-scheme':
      return writeTextTlv(field, SSL_TEXT_KINDS, path)
  }
}
