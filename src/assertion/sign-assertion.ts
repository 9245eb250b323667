import type { Claims } from './claims.ts'
import { signCompact } from './sign-compact.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * Returns the claims as a compact JWS (RFC 7515 section 3.1) signed by `key`.
 *
 * Signs what it is given: that the address in it is true is for the caller to know.
 */
export function signAssertion(key: SigningKey, claims: Claims): Promise<string> {
  return signCompact(key, 'JWT', JSON.stringify(claims))
}
