/** The signature algorithms of an assertion, by the names their tokens carry (RFC 7518 section 3.1, RFC 8037). */
export type SigningAlgorithm = 'ES256' | 'EdDSA' | 'HS256'

type AlgorithmFacts = {
  /** The members of a JSON Web Key that this algorithm fixes, in the order that published keys have. */
  readonly members: Readonly<Partial<Record<'kty' | 'crv', string>>>
  /** The members that hold what makes one key another: the public half, or the secret. */
  readonly material: readonly ('x' | 'y' | 'k')[]
  readonly importParameters: EcKeyImportParams | HmacImportParams | Algorithm
  readonly signParameters: EcdsaParams | Algorithm
  readonly signatureLength: number
}

/** ECDSA signatures are r and s, 32 bytes each, in Web Crypto as in RFC 7518 section 3.4. */
export const ALGORITHMS: Readonly<Record<SigningAlgorithm, AlgorithmFacts>> = {
  ES256: {
    members: { kty: 'EC', crv: 'P-256' },
    material: ['x', 'y'],
    importParameters: { name: 'ECDSA', namedCurve: 'P-256' },
    signParameters: { name: 'ECDSA', hash: 'SHA-256' },
    signatureLength: 64,
  },
  EdDSA: {
    members: { kty: 'OKP', crv: 'Ed25519' },
    material: ['x'],
    importParameters: { name: 'Ed25519' },
    signParameters: { name: 'Ed25519' },
    signatureLength: 64,
  },
  HS256: {
    members: { kty: 'oct' },
    material: ['k'],
    importParameters: { name: 'HMAC', hash: 'SHA-256' },
    signParameters: { name: 'HMAC' },
    signatureLength: 32,
  },
}

export function isSigningAlgorithm(value: unknown): value is SigningAlgorithm {
  return typeof value === 'string' && Object.hasOwn(ALGORITHMS, value)
}
