import type { Address } from './address.ts'
import { printHex } from './print-hex.ts'

declare const purpose: unique symbol

/** A key that {@link importPseudonymKey} has made; no other HMAC key may stand in for it. */
export type PseudonymKey = CryptoKey & { readonly [purpose]: 'pseudonym' }

const MIN_SECRET_LENGTH = 32
const PSEUDONYM_LENGTH = 16

/**
 * Makes the key for {@link pseudonymOf} from a secret of at least 32 random bytes, which is copied.
 *
 * Rotate it as often as entries may be linked: the same client has another pseudonym under another key, and once a key
 * is destroyed its pseudonyms lead back to nobody. Keep it apart from the logs, and use it for nothing else.
 *
 * @throws RangeError if the secret is shorter (RFC 2104 section 3).
 */
export async function importPseudonymKey(secret: Uint8Array): Promise<PseudonymKey> {
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new RangeError(`a pseudonym key is ${MIN_SECRET_LENGTH} random bytes or more; got ${secret.length}`)
  }
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', new Uint8Array(secret), algorithm, false, ['sign'])
  // Sound: this is the one place that makes such keys.
  return key as PseudonymKey
}

/**
 * Returns a name for a client that is the same for every request under one key, and says nothing without the key.
 *
 * The name is `client-` and, in lower-case hex, the first 16 bytes of HMAC-SHA-256 (RFC 2104) over the address's
 * canonical text; the prefix keeps it from being read as an address. A hash without a key would hide nothing: there are
 * only 2^32 IPv4 addresses to try.
 */
export async function pseudonymOf(key: PseudonymKey, address: Address): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(address))
  return `client-${printHex(new Uint8Array(mac, 0, PSEUDONYM_LENGTH))}`
}
