import { describeKind, describeValue } from '../fault/escape-text.ts'
import { faultText } from '../fault/fault-text.ts'
import type { SigningAlgorithm } from './algorithm.ts'
import { readJsonObject } from './json-object.ts'
import { type ReadJwk, readJwk } from './jwk.ts'
import { KeyError } from './key-error.ts'
import { importForVerifying } from './web-crypto-key.ts'

/** A key that verifies assertions. Its algorithm is its own: no token can choose another. */
export type VerificationKey = {
  readonly keyId: string
  readonly algorithm: SigningAlgorithm
  readonly cryptoKey: CryptoKey
}

/** The keys that a verifier accepts, by `kid`. */
export type KeySet = ReadonlyMap<string, VerificationKey>

/**
 * Returns the keys of a JSON Web Key Set (RFC 7517 section 5) for verifying, or throws a {@link KeyError}.
 *
 * One bad key fails the whole set, so that a fault shows when the set is loaded and not when the key comes into use.
 * Public keys, and secrets (`oct`) where edge and verifier share one; a private key is refused, as it has leaked.
 */
export async function importKeySet(jwks: unknown): Promise<KeySet> {
  const keys = readKeys(jwks)
  checkKeyIdsDiffer(keys.map((read) => read.jwk.kid))
  const imported = await Promise.all(keys.map(importVerificationKey))
  return new Map(imported.map((key) => [key.keyId, key]))
}

/** Throws a {@link KeyError} if two keys have one name: which of them a verifier took would be chance. */
export function checkKeyIdsDiffer(keyIds: readonly string[]): void {
  const repeated = keyIds.findIndex((keyId, index) => keyIds.indexOf(keyId) !== index)
  if (repeated === -1) return
  const path = `keys[${repeated}].kid`
  const nextStep = 'Remove one of the two, or give it a kid of its own and sign with that'
  const received = describeValue(keyIds[repeated])
  throw new KeyError({
    code: 'DUPLICATE_KID',
    path,
    received,
    ...faultText('a kid names one key of the set', nextStep),
  })
}

function readKeys(jwks: unknown): readonly ReadJwk[] {
  const keys = readJsonObject(jwks)?.get('keys')
  if (!Array.isArray(keys)) {
    const nextStep = 'Print one with "ipseal keys jwks <file>".'
    const rule = 'a key set is {"keys":[...]}'
    throw new KeyError({ code: 'NOT_A_KEY_SET', path: 'keys', rule, received: describeKind(keys ?? jwks), nextStep })
  }
  if (keys.length > 0) return keys.map((key: unknown, index) => readJwk(key, `keys[${index}]`))
  const nextStep = 'Publish the public half of the signing key before verifiers load the set.'
  throw new KeyError({ code: 'EMPTY_KEY_SET', path: 'keys', rule: 'a key set has a key', received: 'none', nextStep })
}

async function importVerificationKey(read: ReadJwk, index: number): Promise<VerificationKey> {
  const path = `keys[${index}]`
  if (read.kind === 'pair' && read.d !== undefined) {
    const rule = 'a key set holds no private keys'
    const nextStep = 'Treat the key as leaked: revoke it, and publish sets made by "ipseal keys jwks".'
    throw new KeyError({ code: 'PRIVATE_KEY_IN_SET', path: `${path}.d`, rule, nextStep })
  }
  const cryptoKey = await importForVerifying(read.jwk, path)
  return { keyId: read.jwk.kid, algorithm: read.jwk.alg, cryptoKey }
}
