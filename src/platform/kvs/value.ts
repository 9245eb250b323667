import { readJwk } from '../../assertion/jwk.ts'
import { checkIssuer } from '../../config/check-origins.ts'
import { describeValue } from '../../fault/escape-text.ts'
import { KvsError } from './error.ts'

/**
 * What one value can hold. AWS writes 1 KB in one place ("Quotas on key value stores") and 1,024 characters in another
 * ("File format for key-value pairs"), so that both have to hold: no text has fewer bytes than characters.
 */
const MAX_VALUE_BYTES = 1024

/** As a configuration may have it. */
const MAX_AUDIENCE_LENGTH = 256

export type KvsSeal = {
  /** The edge's issuer URL, as verifiers expect it. */
  readonly issuer: string
  /** The one origin that the seals are for. */
  readonly audience: string
}

/** The one value that a CloudFront Function seals by. It holds the secret. */
export type KvsValue = { readonly text: string; readonly keyId: string }

/**
 * Returns the value for a shared secret, an `oct` JWK for HS256 as `ipseal keys new --alg HS256` prints it.
 *
 * Whoever holds that secret can seal as the edge, the origin that verifies with it among them, so each origin has its
 * own. Throws a {@link KvsError}, or a `KeyError` for a JWK that is none or a secret under 32 bytes; neither shows it.
 */
export function makeKvsValue(jwk: unknown, { issuer, audience }: KvsSeal): KvsValue {
  const read = readJwk(jwk, 'key')
  if (read.kind !== 'secret') throw notASecret(read.jwk.alg)
  const [fault] = checkIssuer(issuer)
  if (fault !== undefined) throw new KvsError({ ...fault, code: 'BAD_ISSUER' })
  checkAudience(audience)
  const { kid, k } = read.jwk
  const text = JSON.stringify({ kid, secret: k, iss: issuer, aud: audience })
  const size = new TextEncoder().encode(text).length
  if (size <= MAX_VALUE_BYTES) return { text, keyId: kid }
  throw new KvsError({
    code: 'VALUE_TOO_LONG',
    path: 'value',
    rule: `kid, secret, issuer and audience make one value of at most ${MAX_VALUE_BYTES} bytes`,
    received: `${size} bytes`,
    nextStep: 'Shorten the issuer or the audience; a secret needs no more than 32 bytes',
  })
}

function notASecret(alg: string): KvsError {
  return new KvsError({
    code: 'NOT_A_SECRET',
    path: 'key.alg',
    rule: 'CloudFront Functions sign with HS256, for their runtime has no other signatures',
    received: describeValue(alg),
    nextStep: 'Make one with "ipseal keys new --alg HS256", for this origin alone',
  })
}

/** A lone surrogate is no UTF-8: the store would hold another text, and the seal another audience. */
function checkAudience(audience: string): void {
  if (audience !== '' && audience.length <= MAX_AUDIENCE_LENGTH && audience.isWellFormed()) return
  throw new KvsError({
    code: 'BAD_AUDIENCE',
    path: 'audience',
    rule: `the audience is a text of 1 to ${MAX_AUDIENCE_LENGTH} characters`,
    received: audience.length > MAX_AUDIENCE_LENGTH ? `${audience.length} characters` : describeValue(audience),
    nextStep: 'Give the name that the verifier at this origin expects',
  })
}
