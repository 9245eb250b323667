import { describeKind, describeValue } from '../fault/escape-text.ts'
import { ALGORITHMS, isSigningAlgorithm } from './algorithm.ts'
import { decodeBase64url } from './base64url.ts'
import { type JsonObject, readJsonObject } from './json-object.ts'
import { KeyError, type KeyErrorCode } from './key-error.ts'

/** A coordinate of P-256, a key of Ed25519, and the least for an HMAC key (RFC 7518 section 3.2). */
const FIELD_LENGTH = 32

const NEXT_STEP = 'Copy the whole key again, or generate a new one: ipseal keys new'

/** Also a file name, an SSM path segment and JSON without escapes. RFC 7638 thumbprints fit. */
const KEY_ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/

type Named = { readonly kid: string; readonly use: 'sig' }

/** The public half of a signing key as a JSON Web Key (RFC 7517), with exactly the members a verifier needs. */
export type PublicJwk =
  | ({
      readonly kty: 'EC'
      readonly crv: 'P-256'
      readonly alg: 'ES256'
      readonly x: string
      readonly y: string
    } & Named)
  | ({ readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly alg: 'EdDSA'; readonly x: string } & Named)

/** A shared secret as a JSON Web Key: whoever can verify with it can sign with it. */
export type SecretJwk = { readonly kty: 'oct'; readonly alg: 'HS256'; readonly k: string } & Named

/** A key that can sign: it holds a secret. */
export type SigningJwk = (PublicJwk & { readonly d: string }) | SecretJwk

/** What {@link readJwk} found: the public half apart from the private one, so that no code publishes `d` by accident. */
export type ReadJwk =
  | { readonly kind: 'pair'; readonly jwk: PublicJwk; readonly d: string | undefined }
  | { readonly kind: 'secret'; readonly jwk: SecretJwk }

/**
 * Returns the parts of a JSON Web Key, or throws a {@link KeyError} that says which member under `path` is wrong.
 *
 * `kid`, `alg` and `use` are demanded, as gateways choose keys by them; `alg` fixes `kty` and `crv`. Other members are
 * ignored (RFC 7517 section 4). No value that may be key material gets into the error.
 */
export function readJwk(value: unknown, path: string): ReadJwk {
  const members = readJsonObject(value)
  if (members === undefined) {
    const received = describeKind(value)
    throw new KeyError({ code: 'NOT_A_KEY', path, rule: 'a key is a JSON object', received, nextStep: NEXT_STEP })
  }
  const key = { members, path }
  const kid = checkKeyId(members.get('kid'), `${path}.kid`)
  demand(key, 'use', 'sig')
  const alg = members.get('alg')
  if (!isSigningAlgorithm(alg)) throw unfit(key, 'alg', 'the alg of every key is ES256, EdDSA or HS256')
  const { keyType, curve } = ALGORITHMS[alg]
  demand(key, 'kty', keyType)
  if (curve !== undefined) demand(key, 'crv', curve)
  const named: Named = { kid, use: 'sig' }
  if (alg === 'HS256') return { kind: 'secret', jwk: { kty: 'oct', alg, ...named, k: readSecret(key) } }
  const d = members.has('d') ? readField(key, 'd') : undefined
  const x = readField(key, 'x')
  if (alg === 'EdDSA') return { kind: 'pair', jwk: { kty: 'OKP', crv: 'Ed25519', alg, ...named, x }, d }
  return { kind: 'pair', jwk: { kty: 'EC', crv: 'P-256', alg, ...named, x, y: readField(key, 'y') }, d }
}

/** Returns `kid` if it may name a key, or throws a {@link KeyError}. */
export function checkKeyId(kid: unknown, path: string): string {
  if (typeof kid === 'string' && KEY_ID.test(kid)) return kid
  const rule = 'every key has a kid of 1 to 64 letters, digits, ".", "_" or "-", not starting with "."'
  const nextStep = 'Name it after the month it enters service, such as "2026-11-a"'
  throw new KeyError({ code: 'BAD_KID', path, rule, received: describeValue(kid), nextStep })
}

type Key = { readonly members: JsonObject; readonly path: string }

/** The members whose values an error shows; every other may be material. */
const FAULTS = { use: 'BAD_USE', alg: 'BAD_ALG', kty: 'WRONG_KEY_TYPE', crv: 'WRONG_KEY_TYPE' } as const

function demand(key: Key, name: keyof typeof FAULTS, value: string): void {
  if (key.members.get(name) !== value) throw unfit(key, name, `${name} of this key has to be "${value}"`)
}

function unfit({ members, path }: Key, name: keyof typeof FAULTS, rule: string): KeyError {
  const received = describeValue(members.get(name))
  return new KeyError({ code: FAULTS[name], path: `${path}.${name}`, rule, received, nextStep: NEXT_STEP })
}

function readField(key: Key, name: 'x' | 'y' | 'd'): string {
  const { text, length } = readMaterial(key, name)
  if (length === FIELD_LENGTH) return text
  throw unfitMaterial(key, name, 'BAD_KEY_MATERIAL')
}

function readSecret(key: Key): string {
  const { text, length } = readMaterial(key, 'k')
  if (length >= FIELD_LENGTH) return text
  throw unfitMaterial(key, 'k', length < 0 ? 'BAD_KEY_MATERIAL' : 'KEY_TOO_SHORT')
}

/** The text of a member, and how many bytes it stands for; -1 if it is no base64url. */
function readMaterial({ members }: Key, name: string): { readonly text: string; readonly length: number } {
  const value = members.get(name)
  const text = typeof value === 'string' ? value : ''
  return { text, length: decodeBase64url(text)?.length ?? -1 }
}

function unfitMaterial({ path }: Key, name: string, code: KeyErrorCode): KeyError {
  const rule = `${name} is ${name === 'k' ? 'at least ' : ''}${FIELD_LENGTH} bytes of base64url without padding`
  return new KeyError({ code, path: `${path}.${name}`, rule, nextStep: NEXT_STEP })
}
