import { describeKind, describeValue } from '../fault/escape-text.ts'
import { ALGORITHMS, isSigningAlgorithm, type SigningAlgorithm } from './algorithm.ts'
import { decodeBase64url } from './base64url.ts'
import { type JsonObject, readJsonObject } from './json-object.ts'
import { KeyError } from './key-error.ts'

/** RFC 7518 section 3.2: an HMAC key is at least as long as the hash. */
const MIN_SECRET_LENGTH = 32
const FIELD_LENGTH = 32

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
  if (members === undefined) throw notAKey(value, path)
  const named: Named = { kid: readKeyId(members, path), use: readUse(members, path) }
  const alg = readAlgorithm(members, path)
  checkKeyType(members, alg, path)
  if (alg === 'HS256') return { kind: 'secret', jwk: { kty: 'oct', alg, ...named, k: readSecret(members, path) } }
  const d = members.has('d') ? readField(members, 'd', path) : undefined
  const x = readField(members, 'x', path)
  if (alg === 'EdDSA') return { kind: 'pair', jwk: { kty: 'OKP', crv: 'Ed25519', alg, ...named, x }, d }
  return { kind: 'pair', jwk: { kty: 'EC', crv: 'P-256', alg, ...named, x, y: readField(members, 'y', path) }, d }
}

/** Returns `kid` if it may name a key, or throws a {@link KeyError}. */
export function checkKeyId(kid: unknown, path: string): string {
  if (typeof kid === 'string' && KEY_ID.test(kid)) return kid
  const rule = 'every key has a kid of 1 to 64 letters, digits, ".", "_" or "-", not starting with "."'
  const nextStep = 'Name it after the month it enters service, such as "2026-11-a".'
  throw new KeyError({ code: 'BAD_KID', path, rule, received: describeValue(kid), nextStep })
}

function notAKey(value: unknown, path: string): KeyError {
  const nextStep = 'Generate one with "ipseal keys new --kid <name>".'
  return new KeyError({
    code: 'NOT_A_KEY',
    path,
    rule: 'a key is a JSON object',
    received: describeKind(value),
    nextStep,
  })
}

function readKeyId(members: JsonObject, path: string): string {
  return checkKeyId(members.get('kid'), `${path}.kid`)
}

function readUse(members: JsonObject, path: string): 'sig' {
  const use = members.get('use')
  if (use === 'sig') return use
  const nextStep = 'Add "use":"sig", or take a key that is meant for signatures.'
  const rule = 'the use of every key is "sig"'
  throw new KeyError({ code: 'BAD_USE', path: `${path}.use`, rule, received: describeValue(use), nextStep })
}

function readAlgorithm(members: JsonObject, path: string): SigningAlgorithm {
  const alg = members.get('alg')
  if (isSigningAlgorithm(alg)) return alg
  const rule = 'the alg of every key is ES256, EdDSA or HS256'
  const nextStep = alg === 'Ed25519' ? 'Write "alg":"EdDSA".' : 'Generate a key with "ipseal keys new --alg ES256".'
  throw new KeyError({ code: 'BAD_ALG', path: `${path}.alg`, rule, received: describeValue(alg), nextStep })
}

function checkKeyType(members: JsonObject, alg: SigningAlgorithm, path: string): void {
  const { keyType, curve } = ALGORITHMS[alg]
  const isType = members.get('kty') === keyType
  if (isType && (curve === undefined || members.get('crv') === curve)) return
  const name = isType ? 'crv' : 'kty'
  const rule = `a key for ${alg} has ${name} "${isType ? curve : keyType}"`
  const received = describeValue(members.get(name))
  const nextStep = `Correct alg, or generate a key with "ipseal keys new --alg ${alg}".`
  throw new KeyError({ code: 'WRONG_KEY_TYPE', path: `${path}.${name}`, rule, received, nextStep })
}

function readField(members: JsonObject, name: 'x' | 'y' | 'd', path: string): string {
  const value = members.get(name)
  if (typeof value === 'string' && decodeBase64url(value)?.length === FIELD_LENGTH) return value
  const rule = `${name} is ${FIELD_LENGTH} bytes of base64url without padding`
  const nextStep = 'Copy the whole key again, or generate a new one.'
  const received = describeKind(value)
  throw new KeyError({ code: 'BAD_KEY_MATERIAL', path: `${path}.${name}`, rule, received, nextStep })
}

function readSecret(members: JsonObject, path: string): string {
  const k = members.get('k')
  const bytes = typeof k === 'string' ? decodeBase64url(k) : undefined
  const at = `${path}.k`
  const nextStep = 'Generate one with "ipseal keys new --alg HS256".'
  if (typeof k !== 'string' || bytes === undefined) {
    throw new KeyError({ code: 'BAD_KEY_MATERIAL', path: at, rule: 'k is base64url without padding', nextStep })
  }
  if (bytes.length >= MIN_SECRET_LENGTH) return k
  const rule = `an HMAC key has at least ${MIN_SECRET_LENGTH} bytes`
  throw new KeyError({ code: 'KEY_TOO_SHORT', path: at, rule, received: `${bytes.length} bytes`, nextStep })
}
