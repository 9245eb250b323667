import { readUint16, readUint32 } from './bytes.ts'
import { printHex } from './hex.ts'
import { readTextTlv } from './read-text-tlv.ts'
import type { SslFieldTlv, SslTlv } from './tlv.ts'
import { SSL_CLIENT_CERT, SSL_HEAD_BYTES, SSL_TEXT_KINDS, TLV_HEADER_BYTES } from './tlv-codes.ts'

const CERTIFICATE_ON_CONNECTION = 0x02
const CERTIFICATE_IN_SESSION = 0x04

/**
 * True where the sender says that the client showed a certificate, on this connection or earlier in its TLS session,
 * and that it verified. It holds no more than the sender's word, and says nothing about whose certificate it was.
 */
export function hasVerifiedCertificate({ clientBits, verifyCode }: SslTlv): boolean {
  return (clientBits & (CERTIFICATE_ON_CONNECTION | CERTIFICATE_IN_SESSION)) !== 0 && verifyCode === 0
}

/** Reads the value between `start` and `end`, whose nested lengths `scanTlvs` has checked. */
export function readSslTlv(bytes: Uint8Array, start: number, end: number): SslTlv {
  const tlvs: SslFieldTlv[] = []
  for (let at = start + SSL_HEAD_BYTES; at < end; ) {
    const next = at + TLV_HEADER_BYTES + readUint16(bytes, at + 1)
    tlvs.push(readField(bytes, at, next))
    at = next
  }
  return { type: 'ssl', clientBits: bytes[start] ?? 0, verifyCode: readUint32(bytes, start + 1), tlvs }
}

function readField(bytes: Uint8Array, at: number, next: number): SslFieldTlv {
  if (bytes[at] !== SSL_CLIENT_CERT) return readTextTlv(bytes, at, next, SSL_TEXT_KINDS)
  return { type: 'client-cert', hex: printHex(bytes, at + TLV_HEADER_BYTES, next) }
}
