import { faultText } from '../fault/fault-text.ts'
import { ALGORITHMS } from './algorithm.ts'
import type { PublicJwk, SecretJwk, SigningJwk } from './jwk.ts'
import { KeyError } from './key-error.ts'

/** Imports the half of a key that signs. `path` is for the {@link KeyError} if Web Crypto refuses the key. */
export function importForSigning(jwk: SigningJwk, path: string): Promise<CryptoKey> {
  return importHalf(jwk, 'sign', path)
}

/** Imports the half of a key that verifies. `path` is for the {@link KeyError} if Web Crypto refuses the key. */
export function importForVerifying(jwk: PublicJwk | SecretJwk, path: string): Promise<CryptoKey> {
  return importHalf(jwk, 'verify', path)
}

/** `alg` and `use` stay behind: runtimes disagree on how Ed25519 is spelled in them, and both have been checked. */
async function importHalf(jwk: PublicJwk | SigningJwk, usage: 'sign' | 'verify', path: string): Promise<CryptoKey> {
  const { alg, use: _use, kid: _kid, ...material } = jwk
  const { importParameters } = ALGORITHMS[alg]
  // What Web Crypto says about a bad key is left out: nobody promises that it shows no material.
  const imported = await crypto.subtle
    .importKey('jwk', material, importParameters, false, [usage])
    .catch(() => undefined)
  if (imported !== undefined) return imported
  throw invalidKey(path)
}

/** The members of a key are well formed one by one and are no key together. */
export function invalidKey(path: string): KeyError {
  const nextStep = 'Copy the whole key again, or generate a new one: ipseal keys new'
  return new KeyError({ code: 'BAD_KEY_MATERIAL', path, ...faultText('the members make a valid key', nextStep) })
}
