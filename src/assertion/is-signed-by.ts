import { ALGORITHMS } from './algorithm.ts'
import type { VerificationKey } from './key-set.ts'
import type { ClaimedToken } from './read-token.ts'

/**
 * Says whether the signature of a token is of this key, by the key's own algorithm.
 *
 * The length comes first: for Ed25519 workerd throws at a signature of another length, where Node says false.
 */
export async function isSignedBy(key: VerificationKey, { signed, signature }: ClaimedToken): Promise<boolean> {
  const { signatureLength, signParameters } = ALGORITHMS[key.algorithm]
  if (signature.length !== signatureLength) return false
  return await crypto.subtle.verify(signParameters, key.cryptoKey, signature, signed)
}
