import { ALGORITHMS, type SigningAlgorithm } from './algorithm.ts'
import { encodeBase64url } from './base64url.ts'
import { checkKeyId, readJwk, type SigningJwk } from './jwk.ts'
import { KeyError } from './key-error.ts'

const SECRET_LENGTH = 32

/**
 * Returns a new private JSON Web Key named `kid`. The caller keeps it secret; `publicJwks` makes the set to publish.
 *
 * HS256 is for CloudFront Functions alone, one secret per origin. Throws a {@link KeyError} if `kid` cannot name a key.
 */
export async function generateSigningJwk(kid: string, alg: SigningAlgorithm): Promise<SigningJwk> {
  const named = { kid: checkKeyId(kid, 'kid'), use: 'sig' } as const
  if (alg === 'HS256') {
    return { kty: 'oct', alg, ...named, k: encodeBase64url(crypto.getRandomValues(new Uint8Array(SECRET_LENGTH))) }
  }
  const { x, y, d } = await generatePair(alg)
  const read = readJwk({ ...ALGORITHMS[alg].members, alg, ...named, x, y, d }, 'key')
  if (read.kind === 'pair' && read.d !== undefined) return { ...read.jwk, d: read.d }
  const nextStep = 'Generate the key on another runtime.'
  throw new KeyError({ code: 'PRIVATE_KEY_MISSING', path: 'key.d', rule: 'the runtime exports private keys', nextStep })
}

async function generatePair(alg: 'ES256' | 'EdDSA'): Promise<JsonWebKey> {
  const parameters = ALGORITHMS[alg].importParameters
  const generated = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify'])
  return crypto.subtle.exportKey('jwk', 'privateKey' in generated ? generated.privateKey : generated)
}
