import { ALGORITHMS } from './algorithm.ts'
import { encodeBase64url } from './base64url.ts'
import type { Claims } from './claims.ts'
import type { SigningKey } from './signing-key.ts'

const utf8 = new TextEncoder()

/**
 * Returns the claims as a compact JWS (RFC 7515 section 3.1) signed by `key`.
 *
 * Signs what it is given: that the address in it is true is for the caller to know.
 */
export async function signAssertion(key: SigningKey, claims: Claims): Promise<string> {
  const header = { alg: key.algorithm, kid: key.keyId, typ: 'JWT' }
  const signed = `${encodeJson(header)}.${encodeJson(claims)}`
  const { signParameters } = ALGORITHMS[key.algorithm]
  const signature = await crypto.subtle.sign(signParameters, key.cryptoKey, utf8.encode(signed))
  return `${signed}.${encodeBase64url(new Uint8Array(signature))}`
}

function encodeJson(value: object): string {
  return encodeBase64url(utf8.encode(JSON.stringify(value)))
}
