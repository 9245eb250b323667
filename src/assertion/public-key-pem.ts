import { decodeBase64url } from './base64url.ts'
import type { PublicJwk } from './jwk.ts'

/** What stands before the key in its SubjectPublicKeyInfo (RFC 5480 section 2, RFC 8410 section 4). */
const SPKI_HEADS: Readonly<Record<PublicJwk['alg'], string>> = {
  ES256: '3059301306072a8648ce3d020106082a8648ce3d03010703420004',
  EdDSA: '302a300506032b6570032100',
}

const LINE_LENGTH = 64

/** Returns a public key as SPKI in PEM (RFC 7468), with a newline at its end: for HAProxy, Kong and njs, which read no JWK. */
export function publicKeyPem(jwk: PublicJwk): string {
  const key = jwk.kty === 'EC' ? [...bytesOf(jwk.x), ...bytesOf(jwk.y)] : bytesOf(jwk.x)
  const head = SPKI_HEADS[jwk.alg].match(/../g) ?? []
  const text = btoa(String.fromCharCode(...head.map((pair) => Number.parseInt(pair, 16)), ...key))
  const lines = text.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n')
}

/** A key that was read has its coordinates in base64url. */
function bytesOf(coordinate: string): Iterable<number> {
  return decodeBase64url(coordinate) ?? []
}
