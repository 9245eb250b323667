import type { SslFieldTlv } from './tlv.ts'

/** Type (1 byte) and length (2 bytes, big endian). */
export const TLV_HEADER_BYTES = 3
export const CRC32C_BYTES = 4
/** Section 2.2.5. */
export const MAX_UNIQUE_ID_BYTES = 128
/** Client bits (1 byte) and verification code (4 bytes) in front of the nested fields, section 2.2.6. */
export const SSL_HEAD_BYTES = 5

export const CRC32C = 0x03
export const NOOP = 0x04
export const UNIQUE_ID = 0x05
export const SSL = 0x20
export const SSL_CLIENT_CERT = 0x28

/** A field whose value is text: US-ASCII, or UTF-8 where section 2.2 says so. */
export type TextKind<Type extends string> = {
  readonly type: Type
  readonly code: number
  readonly charset: 'ascii' | 'utf-8'
}

export const TEXT_KINDS: readonly TextKind<'alpn' | 'authority' | 'netns'>[] = [
  { type: 'alpn', code: 0x01, charset: 'ascii' },
  { type: 'authority', code: 0x02, charset: 'utf-8' },
  { type: 'netns', code: 0x30, charset: 'ascii' },
]

export const SSL_TEXT_KINDS: readonly TextKind<Extract<SslFieldTlv, { text: string }>['type']>[] = [
  { type: 'version', code: 0x21, charset: 'ascii' },
  { type: 'cn', code: 0x22, charset: 'utf-8' },
  { type: 'cipher', code: 0x23, charset: 'ascii' },
  { type: 'sig-alg', code: 0x24, charset: 'ascii' },
  { type: 'key-alg', code: 0x25, charset: 'ascii' },
  { type: 'group', code: 0x26, charset: 'ascii' },
  { type: 'sig-scheme', code: 0x27, charset: 'ascii' },
]
