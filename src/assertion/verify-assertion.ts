import type { Address } from '../net/address.ts'
import { ALGORITHMS } from './algorithm.ts'
import { checkBinding, type ReceivedRequest } from './check-binding.ts'
import { checkAddress, checkIdentity, checkTimes, type TokenTimes } from './check-claims.ts'
import { chooseKey } from './choose-key.ts'
import { type Bind, isVia } from './claims.ts'
import { decodeJsonObject } from './decode-json-object.ts'
import type { JsonObject } from './json-object.ts'
import type { KeySet, VerificationKey } from './key-set.ts'
import { type ClaimedToken, readToken } from './read-token.ts'
import type { Rejection } from './rejection.ts'

declare const verified: unique symbol

/** A client whose address a trusted edge has sealed. Only {@link verifyAssertion} makes one. */
export type VerifiedClient = TokenTimes & {
  readonly [verified]: 'VerifiedClient'
  readonly ip: Address
  /** How the edge learned the address: a header's name in lower case, or `peer`; undefined if it did not say. */
  readonly via: string | undefined
  /** Which key vouches for it. */
  readonly keyId: string
}

export type Verdict =
  | { readonly ok: true; readonly client: VerifiedClient }
  | { readonly ok: false; readonly rejection: Rejection }

/** What a verifier insists on. None of it may come from the request, save `request`. */
export type ExpectedAssertion = {
  readonly keys: KeySet
  readonly issuer: string
  readonly audience: string
  /** The binding claims that a token must have. */
  readonly bind: Bind
  /** The request as received; without it a token's binding claims are not compared, and `bind` must be `none`. */
  readonly request?: ReceivedRequest | undefined
}

/**
 * Returns the client that an assertion vouches for at `now` (Unix seconds), or the first rule that it breaks.
 *
 * `lines` are all lines of the assertion header as received, and nothing else: a refusal is never a reason to read an
 * address elsewhere. Never throws for what a request holds. The order of the checks is the verifier's contract
 * (docs/wire-format.md): form, key, signature, then what was signed, so that no claim is read before it is vouched for.
 *
 * A verdict says that this edge saw this client within the token's lifetime. It does not say that the client sent this
 * very request, unless the token is bound to it.
 */
export async function verifyAssertion(
  lines: readonly string[],
  expected: ExpectedAssertion,
  now: number,
): Promise<Verdict> {
  const token = readToken(lines)
  if ('reason' in token) return refuse(token)
  const key = chooseKey(token.header, expected.keys)
  if ('reason' in key) return refuse(key)
  if (!(await isSignedBy(key, token))) return refuse({ reason: 'bad-signature', keyId: key.keyId })
  const claims = decodeJsonObject(token.payload)
  if (claims === undefined) return refuse({ reason: 'malformed-token', part: 'payload' })
  return judgeClaims(claims, { ...expected, keyId: key.keyId }, now)
}

function judgeClaims(claims: JsonObject, expected: ExpectedAssertion & { keyId: string }, now: number): Verdict {
  const stranger = checkIdentity(claims, expected)
  if (stranger !== undefined) return refuse(stranger)
  const times = checkTimes(claims, now)
  if ('reason' in times) return refuse(times)
  const address = checkAddress(claims)
  if ('reason' in address) return refuse(address)
  const unbound = checkBinding(claims, expected)
  if (unbound !== undefined) return refuse(unbound)
  const via = claims.get('via')
  const facts = { ...times, ...address, via: isVia(via) ? via : undefined, keyId: expected.keyId }
  // Sound: this is the one place that makes a verified client, and every check of the contract has passed above.
  return { ok: true, client: facts as VerifiedClient }
}

/** The length comes first: for Ed25519 workerd throws at a signature of another length, where Node says false. */
async function isSignedBy(key: VerificationKey, { signed, signature }: ClaimedToken): Promise<boolean> {
  const { signatureLength, signParameters } = ALGORITHMS[key.algorithm]
  if (signature.length !== signatureLength) return false
  return await crypto.subtle.verify(signParameters, key.cryptoKey, signature, signed)
}

function refuse(rejection: Rejection): Verdict {
  return { ok: false, rejection }
}
