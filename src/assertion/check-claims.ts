import { describeValue } from '../fault/escape-text.ts'
import { type Address, parseAddress } from '../net/address.ts'
import { EXPIRY_TOLERANCE_SECONDS, FUTURE_TOLERANCE_SECONDS, MAX_LIFETIME_SECONDS, SUBJECT, VERSION } from './claims.ts'
import type { JsonObject } from './json-object.ts'
import type { Rejection } from './rejection.ts'

/** Says why claims are no assertion of `issuer` for `audience`. An audience list is refused: a token has one origin. */
export function checkIdentity(
  claims: JsonObject,
  expected: { readonly issuer: string; readonly audience: string },
): Rejection | undefined {
  const [version, subject, issuer, audience] = ['v', 'sub', 'iss', 'aud'].map((name) => claims.get(name))
  if (version !== VERSION) return { reason: 'wrong-version', version: showClaim(version) }
  if (subject !== SUBJECT) return { reason: 'wrong-subject', subject: describeValue(subject) }
  if (issuer !== expected.issuer) return { reason: 'wrong-issuer', issuer: describeValue(issuer) }
  if (audience !== expected.audience) return { reason: 'wrong-audience', audience: describeValue(audience) }
  return undefined
}

export type TokenTimes = { readonly issuedAtSeconds: number; readonly expiresAtSeconds: number }

/**
 * Returns when the token began and ends, or why it does not hold at `now`.
 *
 * Each check is written so that a `now` that is no number refuses. Without a whole `iat` nothing says how long the
 * token was meant to live, so that is `lifetime-too-long`.
 */
export function checkTimes(claims: JsonObject, now: number): TokenTimes | Rejection {
  const expiry = claims.get('exp')
  const issued = claims.get('iat')
  if (!isWholeNumber(expiry)) return { reason: 'no-expiry', expiry: showClaim(expiry) }
  if (!(now <= expiry + EXPIRY_TOLERANCE_SECONDS)) {
    return { reason: 'expired', expiredForSeconds: now - expiry, toleranceSeconds: EXPIRY_TOLERANCE_SECONDS }
  }
  const limits = { maxLifetimeSeconds: MAX_LIFETIME_SECONDS }
  if (!isWholeNumber(issued)) return { reason: 'lifetime-too-long', lifetimeSeconds: undefined, ...limits }
  if (!(issued <= now + FUTURE_TOLERANCE_SECONDS)) {
    return { reason: 'from-the-future', aheadSeconds: issued - now, toleranceSeconds: FUTURE_TOLERANCE_SECONDS }
  }
  const lifetimeSeconds = expiry - issued
  if (lifetimeSeconds > MAX_LIFETIME_SECONDS) return { reason: 'lifetime-too-long', lifetimeSeconds, ...limits }
  return { issuedAtSeconds: issued, expiresAtSeconds: expiry }
}

/** Returns the `ip` claim if it is an address in its one spelling, so that every reader compares the same text. */
export function checkAddress(claims: JsonObject): { readonly ip: Address } | Rejection {
  const claimed = claims.get('ip')
  if (claimed === undefined) return { reason: 'malformed-address', fault: 'absent' }
  const ip = typeof claimed === 'string' ? parseAddress(claimed) : undefined
  if (ip === undefined) return { reason: 'malformed-address', fault: 'not-an-address' }
  return ip === claimed ? { ip } : { reason: 'malformed-address', fault: 'not-canonical' }
}

function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function showClaim(value: unknown): string {
  return typeof value === 'number' ? String(value) : describeValue(value)
}
