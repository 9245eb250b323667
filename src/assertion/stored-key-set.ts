import { describeKind, describeValue } from '../fault/escape-text.ts'
import { parseJson } from '../fault/parse-json.ts'
import { type JsonObject, readJsonObject } from './json-object.ts'
import { checkKeyId, type PublicJwk } from './jwk.ts'
import { KeyError } from './key-error.ts'
import type { KeyTimes } from './key-states.ts'
import { publicJwks } from './public-jwks.ts'

/** Read as seconds this is the year 5138: a larger number counts milliseconds. */
const FIRST_MILLISECONDS = 1e11

/** The key set as a store keeps it: what is published, and since when. */
export type StoredKeySet = {
  readonly keys: readonly PublicJwk[]
  /** Of each key, in the order of `keys`. */
  readonly times: readonly KeyTimes[]
  /** The `kid`s that were taken out again: a private key of such a name is to be deleted and never published. */
  readonly removed: readonly string[]
}

/**
 * Reads the key set of a store. Beside what every key set has (RFC 7517 section 5) each key carries `iat`, when it was
 * published, and `nbf`, when it begins to sign, where that is said outright: both in Unix seconds, and named as in OpenID
 * Federation 1.0 (Federation Historical Keys). A key without `iat` was put there by hand, and counts as published long
 * ago. The set may be empty.
 *
 * `path` names the text in errors. Throws a {@link KeyError} for what is no such set, a private key or a secret in it.
 */
export function readStoredKeySet(text: string, path: string): StoredKeySet {
  const set = parseJson(text)
  const members = readJsonObject(set)
  const jwks: unknown = members?.get('keys')
  if (!Array.isArray(jwks)) {
    const nextStep = 'Put back what `ipseal keys jwks` or `ipseal keys rotate` wrote'
    const received = describeKind(jwks ?? set)
    throw new KeyError({ code: 'NOT_A_KEY_SET', path, rule: 'a stored key set is {"keys":[…]}', received, nextStep })
  }
  const { keys } = publicJwks(jwks)
  const times = jwks.map((jwk: unknown, index) => readTimes(readJsonObject(jwk), `${path}.keys[${index}]`))
  const removed = readRemoved(members?.get('removed'), `${path}.removed`)
  checkNoneIsBack(times, removed, path)
  return { keys, times, removed }
}

/** The text of a stored key set. It holds nothing secret. */
export function writeStoredKeySet({ keys, times, removed }: StoredKeySet): string {
  const timesOf = new Map(times.map((key) => [key.keyId, key]))
  const stored = keys.map((jwk) => {
    const key = timesOf.get(jwk.kid)
    return { ...jwk, iat: key?.publishedAtSeconds, nbf: key?.signsAtSeconds }
  })
  return JSON.stringify({ keys: stored, removed: removed.length === 0 ? undefined : removed })
}

/** Whatever `publicJwks` has taken is an object with a `kid`. */
function readTimes(jwk: JsonObject | undefined, path: string): KeyTimes {
  if (jwk?.has('d')) {
    const rule = 'a key set holds no private keys'
    const nextStep = 'Treat the key as leaked: take its d out here, and drop it with `ipseal keys rotate --revoke`'
    throw new KeyError({ code: 'PRIVATE_KEY_IN_SET', path: `${path}.d`, rule, nextStep })
  }
  const keyId = checkKeyId(jwk?.get('kid'), `${path}.kid`)
  const publishedAtSeconds = readTime(jwk?.get('iat'), `${path}.iat`) ?? 0
  return { keyId, publishedAtSeconds, signsAtSeconds: readTime(jwk?.get('nbf'), `${path}.nbf`) }
}

function readTime(time: unknown, path: string): number | undefined {
  if (time === undefined) return undefined
  if (typeof time === 'number' && Number.isInteger(time) && time >= 0 && time < FIRST_MILLISECONDS) return time
  const received = typeof time === 'number' ? String(time) : describeValue(time)
  const nextStep = 'Take the member out if the key was published long ago'
  throw new KeyError({ code: 'NOT_A_KEY', path, rule: 'iat and nbf are whole Unix seconds', received, nextStep })
}

/** What was removed is never trusted again: a set that lists it among its keys was put together by hand. */
function checkNoneIsBack(times: readonly KeyTimes[], removed: readonly string[], path: string): void {
  const back = times.find(({ keyId }) => removed.includes(keyId))
  if (back === undefined) return
  const rule = 'a key that was removed is not among the keys again'
  const nextStep = 'Take it out of keys; if it was never compromised, publish its private half under another kid'
  const received = describeValue(back.keyId)
  throw new KeyError({ code: 'DUPLICATE_KID', path: `${path}.removed`, rule, received, nextStep })
}

function readRemoved(removed: unknown, path: string): readonly string[] {
  if (removed === undefined) return []
  if (Array.isArray(removed)) return removed.map((keyId: unknown, index) => checkKeyId(keyId, `${path}[${index}]`))
  const nextStep = 'Put back what `ipseal keys rotate` wrote'
  const received = describeKind(removed)
  throw new KeyError({ code: 'NOT_A_KEY_SET', path, rule: 'removed is a list of kids', received, nextStep })
}
