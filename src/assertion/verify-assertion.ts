import type { Address } from '../net/address.ts'
import { checkBinding, type ReceivedRequest } from './check-binding.ts'
import { checkAddress, checkIdentity, checkTimes, type TokenTimes } from './check-claims.ts'
import { chooseKey } from './choose-key.ts'
import { type Bind, isVia } from './claims.ts'
import { decodeJsonObject } from './decode-json-object.ts'
import { isSignedBy } from './is-signed-by.ts'
import type { KeySet } from './key-set.ts'
import { readToken } from './read-token.ts'
import type { Rejection } from './rejection.ts'
import { type VerifiedToken, verifiedTokensOf } from './verified-tokens.ts'

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
 * A signature that held is not checked again while the same token comes with the same key set; all else is, each time.
 *
 * A verdict says that this edge saw this client within the token's lifetime. It does not say that the client sent this
 * very request, unless the token is bound to it.
 */
export async function verifyAssertion(
  lines: readonly string[],
  expected: ExpectedAssertion,
  now: number,
): Promise<Verdict> {
  const token = findVerified(lines, expected.keys) ?? (await verifyToken(lines, expected.keys))
  return 'reason' in token ? refuse(token) : judgeClaims(token, expected, now)
}

/**
 * Finds a token whose signature has been checked before. The key has to be in the set still, and under its name, for a
 * key that is taken out must not speak on through what it has signed.
 */
function findVerified(lines: readonly string[], keys: KeySet): VerifiedToken | undefined {
  const [line] = lines
  if (line === undefined || lines.length > 1) return undefined
  const token = verifiedTokensOf(keys).find(line)
  return token !== undefined && keys.get(token.key.keyId) === token.key ? token : undefined
}

async function verifyToken(lines: readonly string[], keys: KeySet): Promise<VerifiedToken | Rejection> {
  const token = readToken(lines)
  if ('reason' in token) return token
  const key = chooseKey(token.header, keys)
  if ('reason' in key) return key
  if (!(await isSignedBy(key, token))) return { reason: 'bad-signature', keyId: key.keyId }
  const claims = decodeJsonObject(token.payload)
  if (claims === undefined) return { reason: 'malformed-token', part: 'payload' }
  const verified = { claims, key }
  const [line = ''] = lines
  // A token that is bound to one request comes once.
  if (!claims.has('path')) verifiedTokensOf(keys).keep(line, verified)
  return verified
}

function judgeClaims({ claims, key }: VerifiedToken, expected: ExpectedAssertion, now: number): Verdict {
  const stranger = checkIdentity(claims, expected)
  if (stranger !== undefined) return refuse(stranger)
  const times = checkTimes(claims, now)
  if ('reason' in times) return refuse(times)
  const address = checkAddress(claims)
  if ('reason' in address) return refuse(address)
  const unbound = checkBinding(claims, expected)
  if (unbound !== undefined) return refuse(unbound)
  const via = claims.get('via')
  const facts = { ...times, ...address, via: isVia(via) ? via : undefined, keyId: key.keyId }
  // Sound: this is the one place that makes a verified client, and every check of the contract has passed above.
  return { ok: true, client: facts as VerifiedClient }
}

function refuse(rejection: Rejection): Verdict {
  return { ok: false, rejection }
}
