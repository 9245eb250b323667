import { ALGORITHMS } from './algorithm.ts'
import { encodeBase64url } from './base64url.ts'
import type { SigningKey } from './signing-key.ts'

const utf8 = new TextEncoder()

/** Returns `payload` as a compact JWS (RFC 7515 section 3.1) of the media type `typ`, signed by `key`. */
export async function signCompact(key: SigningKey, typ: string, payload: string): Promise<string> {
  const header = JSON.stringify({ alg: key.algorithm, kid: key.keyId, typ })
  const signed = [header, payload].map((part) => encodeBase64url(utf8.encode(part))).join('.')
  const { signParameters } = ALGORITHMS[key.algorithm]
  const signature = await crypto.subtle.sign(signParameters, key.cryptoKey, utf8.encode(signed))
  return `${signed}.${encodeBase64url(new Uint8Array(signature))}`
}
