import { errors, type JWK, jwtVerify } from 'jose'
import type { TestKey } from './forge.ts'

export type JoseExpectation = {
  readonly jwks: { readonly keys: readonly TestKey[] }
  readonly issuer: string
  readonly audience: string
  readonly now: number
}

/** What jose answers if it is told all that a JWT library can be told. Throws only if jose itself breaks. */
export async function verifyWithJose(token: string, expected: JoseExpectation): Promise<boolean> {
  const { issuer, audience, now } = expected
  const keyOf = ({ kid }: { kid?: string }): JWK => {
    const key = expected.jwks.keys.find((candidate) => candidate.kid === kid)
    if (key === undefined) throw new errors.JWKSNoMatchingKey()
    return { ...key }
  }
  try {
    await jwtVerify(token, keyOf, {
      issuer,
      audience,
      subject: 'client-ip',
      requiredClaims: ['exp'],
      algorithms: ['ES256', 'EdDSA', 'HS256'],
      clockTolerance: 5,
      currentDate: new Date(now * 1000),
    })
    return true
  } catch (error) {
    // A key whose own alg is not the token's is a TypeError to jose.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false
    throw error
  }
}
