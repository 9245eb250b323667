import { faultText } from '../fault/fault-text.ts'
import { ALGORITHMS, type SigningAlgorithm } from './algorithm.ts'
import { type PublicJwk, type ReadJwk, readJwk } from './jwk.ts'
import { KeyError } from './key-error.ts'
import { importForSigning, importForVerifying, invalidKey } from './web-crypto-key.ts'

/** A key that signs assertions, checked and imported. The secret inside cannot be read out again. */
export type SigningKey = {
  readonly keyId: string
  readonly algorithm: SigningAlgorithm
  readonly cryptoKey: CryptoKey
  /** The half that verifies what it signs; undefined for a secret, which has no half to show. */
  readonly publicJwk: PublicJwk | undefined
}

/**
 * Returns the signing key in a private JSON Web Key: ES256 (P-256), EdDSA (Ed25519) or HS256 (a secret).
 *
 * Throws a {@link KeyError} for everything else, also for a key whose public half is another key's: its tokens would
 * verify nowhere, and with Ed25519 they give the private half away. Import once per process; it costs more than signing.
 */
export async function importSigningKey(jwk: unknown): Promise<SigningKey> {
  const path = 'key'
  const read = readJwk(jwk, path)
  const { kid: keyId, alg: algorithm } = read.jwk
  const cryptoKey = await importForSigning(signingHalf(read, path), path)
  await checkHalves(cryptoKey, read, path)
  return { keyId, algorithm, cryptoKey, publicJwk: read.kind === 'pair' ? read.jwk : undefined }
}

function signingHalf(read: ReadJwk, path: string) {
  if (read.kind === 'secret') return read.jwk
  if (read.d !== undefined) return { ...read.jwk, d: read.d }
  const nextStep = 'Give the private key as ipseal keys new printed it, not the published one'
  const said = faultText('a signing key has a private half', nextStep)
  throw new KeyError({ code: 'PRIVATE_KEY_MISSING', path: `${path}.d`, ...said })
}

/** Node refuses an Ed25519 key with the public half of another when it imports it, workerd takes it. */
async function checkHalves(cryptoKey: CryptoKey, read: ReadJwk, path: string): Promise<void> {
  const { alg } = read.jwk
  const { signParameters } = ALGORITHMS[alg]
  const publicHalf = await importForVerifying(read.jwk, path)
  const probe = new TextEncoder().encode('ipseal')
  const signature = await crypto.subtle.sign(signParameters, cryptoKey, probe)
  if (!(await crypto.subtle.verify(signParameters, publicHalf, signature, probe))) throw invalidKey(path)
}
