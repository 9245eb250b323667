import { type JsonObject, readChoice, readNumber, readObjects, readString, refuseOthers } from './json-fields.ts'
import type { SslFieldTlv, Tlv } from './tlv.ts'

type FieldNames<Member extends { readonly type: string }> = { readonly [Type in Member['type']]: readonly string[] }

const TLV_FIELDS: FieldNames<Tlv> = {
  alpn: ['text'],
  authority: ['text'],
  netns: ['text'],
  crc32c: ['hex'],
  'unique-id': ['hex'],
  noop: ['length'],
  ssl: ['clientBits', 'verifyCode', 'tlvs'],
  'aws-vpc-endpoint-id': ['text'],
  'azure-link-id': ['id'],
  'gcp-psc-connection-id': ['id'],
  unknown: ['code', 'hex'],
}

const SSL_FIELDS: FieldNames<SslFieldTlv> = {
  version: ['text'],
  cn: ['text'],
  cipher: ['text'],
  'sig-alg': ['text'],
  'key-alg': ['text'],
  group: ['text'],
  'sig-scheme': ['text'],
  'client-cert': ['hex'],
  unknown: ['code', 'hex'],
}

/** Reads a TLV from JSON. The hex of `crc32c` may be missing, for an encoder computes it. */
export function parseTlv(object: JsonObject): Tlv {
  const type = readType(object, TLV_FIELDS)
  switch (type) {
    case 'alpn':
    case 'authority':
    case 'netns':
    case 'aws-vpc-endpoint-id':
      return { type, text: readString(object, 'text') }
    case 'crc32c':
      return { type, hex: object.fields.hex === undefined ? '' : readString(object, 'hex') }
    case 'unique-id':
      return { type, hex: readString(object, 'hex') }
    case 'noop':
      return { type, length: readNumber(object, 'length') }
    case 'ssl': {
      const tlvs = readObjects(object, 'tlvs').map(parseSslField)
      return { type, clientBits: readNumber(object, 'clientBits'), verifyCode: readNumber(object, 'verifyCode'), tlvs }
    }
    case 'azure-link-id':
      return { type, id: readNumber(object, 'id') }
    case 'gcp-psc-connection-id':
      return { type, id: readString(object, 'id') }
    case 'unknown':
      return { type, code: readNumber(object, 'code'), hex: readString(object, 'hex') }
  }
}

function parseSslField(object: JsonObject): SslFieldTlv {
  const type = readType(object, SSL_FIELDS)
  if (type === 'client-cert') return { type, hex: readString(object, 'hex') }
  if (type === 'unknown') return { type, code: readNumber(object, 'code'), hex: readString(object, 'hex') }
  return { type, text: readString(object, 'text') }
}

function readType<Type extends string>(
  object: JsonObject,
  fieldsByType: Readonly<Record<Type, readonly string[]>>,
): Type {
  // Sound: the table's type has no other keys, and both tables above are literals.
  const type = readChoice(object, 'type', Object.keys(fieldsByType) as Type[])
  refuseOthers(object, ['type', ...fieldsByType[type]])
  return type
}
