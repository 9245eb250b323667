import { createPublicKey, verify } from 'node:crypto'
import { signRaw, type TestKey } from '../../assertion/forge.ts'
import { asSecret, good, NOW, pem, publicPoint } from '../../assertion/vector-parts.ts'
import { testKeys, type Vector } from '../../assertion/vectors.ts'
import { AUDIENCE } from '../verifier/sealed.ts'

/** A vector as it would have been written at another time, or why it cannot be. */
export type Reminted = { readonly lines: readonly string[] } | { readonly cannot: string }

const SIGNATURE_LENGTH = 86
/** Whole seconds around the vectors' time: nothing else in their claims looks like it. */
const TIME = /\b1795\d{6}\b/g
/** Two parts or three of whatever stands between two commas. */
const TOKEN = /[^.,]*\.[^.,]*(?:\.[^.,]*)?/g

const SIGNERS: readonly TestKey[] = [
  testKeys.es256,
  testKeys.eddsa,
  testKeys.hs256,
  testKeys.stranger,
  asSecret(pem),
  asSecret(publicPoint),
  asSecret('s'.repeat(32)),
]

/**
 * Moves the lines of a vector to the present, for verifiers whose clock nobody can set.
 *
 * Times in claims are moved by whole seconds, the audience becomes the one of the live tests (of a length that keeps what
 * base64 makes of the rest), and whatever signature there was is made again by the same key over the moved text; what was
 * no signature of anything stays as it is. A moment that only a stopped clock can hit is none that can be moved.
 */
export function remint({ lines, now, expect }: Vector, presentMilliseconds: number): Reminted {
  const isInstant = !Number.isInteger(now) || now === NOW + 65
  if (isInstant) return { cannot: 'only a clock that stands still can hit this moment' }
  const present = presentMilliseconds / 1000
  // Time runs on until the line is read: late is right for what has ended, early for what must not have ended or begun.
  const isEarly = ('ip' in expect && now > NOW) || ('reason' in expect && expect.reason === 'from-the-future')
  const seconds = (isEarly ? Math.ceil(present) : Math.floor(present)) - now
  return { lines: lines.map((line) => line.replaceAll(TOKEN, (token) => moveToken(token, seconds))) }
}

function moveToken(token: string, seconds: number): string {
  const [header = '', payload = '', signature] = token.split('.')
  const moved = `${header}.${movePart(payload, seconds)}`
  return signature === undefined ? moved : `${moved}.${moveSignature(signature, `${header}.${payload}`, seconds)}`
}

/** White space around a part stays where it is. */
function movePart(part: string, seconds: number): string {
  const text = decode(part)
  const moved = text
    .replaceAll(TIME, (digits) => String(Number(digits) + seconds))
    .replaceAll('"origin-prod"', `"${AUDIENCE}"`)
  if (moved === text) return part
  const written = Buffer.from(moved, 'latin1').toString('base64url')
  const alphabet = /[+/]/.test(part) ? written.replaceAll('-', '+').replaceAll('_', '/') : written
  return part.replace(/\S+/, alphabet)
}

function decode(part: string): string {
  return Buffer.from(part, 'base64').toString('latin1')
}

/** What a signature was made over: the token's own text, or that of the good one from which it was borrowed. */
function moveSignature(signature: string, own: string, seconds: number): string {
  for (const text of [own, good.slice(0, good.lastIndexOf('.'))]) {
    for (const key of SIGNERS) {
      const length = key.kty === 'oct' ? 43 : SIGNATURE_LENGTH
      const found = signature.slice(0, length)
      if (!isSignature(found, text, key)) continue
      const [header = '', payload = ''] = text.split('.')
      const again = signRaw(`${header}.${movePart(payload, seconds)}`, key).toString('base64url')
      return `${isRespelled(found) ? respell(again) : again}${signature.slice(length)}`
    }
  }
  return signature
}

function isSignature(found: string, text: string, key: TestKey): boolean {
  const bytes = Buffer.from(found, 'base64url')
  if (key.kty === 'oct') return bytes.equals(signRaw(text, key))
  const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' })
  const hash = key.kty === 'EC' ? 'sha256' : null
  return bytes.length === 64 && verify(hash, Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)
}

/** Bits are left over behind the last byte, and set. */
function isRespelled(signature: string): boolean {
  return Buffer.from(signature, 'base64url').toString('base64url') !== signature
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function respell(signature: string): string {
  return signature.slice(0, -1) + DIGITS.charAt(DIGITS.indexOf(signature.slice(-1)) | 1)
}
