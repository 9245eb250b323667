import { describeKind, describeValue } from '../fault/escape-text.ts'
import { type FaultText, faultText } from '../fault/fault-text.ts'
import { ALGORITHMS, isSigningAlgorithm } from './algorithm.ts'
import { decodeBase64url } from './base64url.ts'
import { type JsonObject, readJsonObject } from './json-object.ts'
import { KeyError } from './key-error.ts'

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
    throw new KeyError({ code: 'NOT_A_KEY', path, received, ...faultText('a key is a JSON object', NEXT_STEP) })
  }
  const key = { members, path }
  const kid = checkKeyId(members.get('kid'), `${path}.kid`)
  demand(key, 'use', 'sig')
  const alg = members.get('alg')
  if (!isSigningAlgorithm(alg))
    throw unfit(key, 'alg', faultText('the alg of every key is ES256, EdDSA or HS256', NEXT_STEP))
  const { members: fixed, material } = ALGORITHMS[alg]
  if (fixed.kty !== undefined) demand(key, 'kty', fixed.kty)
  if (fixed.crv !== undefined) demand(key, 'crv', fixed.crv)
  const named: Named = { kid, use: 'sig' }
  const jwk = {
    ...fixed,
    alg,
    ...named,
    ...Object.fromEntries(material.map((name) => [name, readMaterial(key, name)])),
  }
  // Sound: these are the members that the algorithm has, and each of them was checked.
  if (alg === 'HS256') return { kind: 'secret', jwk: jwk as SecretJwk }
  // Sound: as above.
  return { kind: 'pair', jwk: jwk as PublicJwk, d: members.has('d') ? readMaterial(key, 'd') : undefined }
}

/** Returns `kid` if it may name a key, or throws a {@link KeyError}. */
export function checkKeyId(kid: unknown, path: string): string {
  if (typeof kid === 'string' && KEY_ID.test(kid)) return kid
  const said = faultText(
    'every key has a kid of 1 to 64 letters, digits, ".", "_" or "-", not starting with "."',
    'Name it after the month it enters service, such as "2026-11-a"',
  )
  throw new KeyError({ code: 'BAD_KID', path, received: describeValue(kid), ...said })
}

type Key = { readonly members: JsonObject; readonly path: string }

/** The members whose values an error shows; every other may be material. */
const FAULTS = { use: 'BAD_USE', alg: 'BAD_ALG', kty: 'WRONG_KEY_TYPE', crv: 'WRONG_KEY_TYPE' } as const

function demand(key: Key, name: keyof typeof FAULTS, value: string): void {
  if (key.members.get(name) === value) return
  throw unfit(key, name, faultText(`${name} of this key has to be "${value}"`, NEXT_STEP))
}

function unfit({ members, path }: Key, name: keyof typeof FAULTS, said: FaultText): KeyError {
  const received = describeValue(members.get(name))
  return new KeyError({ code: FAULTS[name], path: `${path}.${name}`, received, ...said })
}

/** Returns a member that holds `FIELD_LENGTH` bytes, or more of them where it is a secret. */
function readMaterial({ members, path }: Key, name: 'x' | 'y' | 'd' | 'k'): string {
  const value = members.get(name)
  const text = typeof value === 'string' ? value : ''
  const length = decodeBase64url(text)?.length ?? -1
  if (length === FIELD_LENGTH || (name === 'k' && length > FIELD_LENGTH)) return text
  const code = name === 'k' && length >= 0 ? 'KEY_TOO_SHORT' : 'BAD_KEY_MATERIAL'
  const said = faultText('x, y and d are 32 bytes of base64url without padding, k is at least as many', NEXT_STEP)
  throw new KeyError({ code, path: `${path}.${name}`, ...said })
}
