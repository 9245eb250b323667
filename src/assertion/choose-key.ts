import { escapeText } from '../fault/escape-text.ts'
import type { JsonObject } from './json-object.ts'
import type { KeySet, VerificationKey } from './key-set.ts'
import type { Rejection } from './rejection.ts'

/** Parameters that change what a signature means. An assertion has none, so they are refused, not understood. */
const CRITICAL_PARAMETERS = ['crit', 'b64'] as const

/** Why no key of a set may be used for a token. */
export type UnusableKey = Extract<Rejection, { reason: 'critical-header' | 'unknown-key' | 'wrong-algorithm' }>

/**
 * Returns the key that a token names, or why it may not be used for that token.
 *
 * The key comes from the set alone: `jwk`, `jku`, `x5c` and `x5u` in the header are not looked at. The algorithm is the
 * key's own (RFC 8725 section 3.1), so `none` and an HMAC over a public key have nothing to hold on to.
 */
export function chooseKey(header: JsonObject, keys: KeySet): VerificationKey | UnusableKey {
  for (const parameter of CRITICAL_PARAMETERS) {
    if (header.has(parameter)) return { reason: 'critical-header', parameter }
  }
  const keyId = header.get('kid')
  const key = typeof keyId === 'string' ? keys.get(keyId) : undefined
  if (key === undefined) return { reason: 'unknown-key', claimedKeyId: showParameter(keyId) }
  const algorithm = header.get('alg')
  if (algorithm === key.algorithm) return key
  return { reason: 'wrong-algorithm', keyId: key.keyId, claimedAlgorithm: showParameter(algorithm) }
}

function showParameter(value: unknown): string {
  return typeof value === 'string' ? escapeText(value) : ''
}
