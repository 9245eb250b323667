import { createPublicKey } from 'node:crypto'
import type { RejectionReason } from '../../src/assertion/index.ts'
import { forge, signRaw, type TestKey } from './forge.ts'
import { testKeys, type Vector } from './vectors.ts'

export const NOW = 1795262400 // 2026-11-21T12:00:00Z
export const { es256, eddsa, hs256, stranger } = testKeys

export const claims = {
  iss: 'https://edge.example.com',
  aud: 'origin-prod',
  sub: 'client-ip',
  iat: NOW,
  exp: NOW + 60,
  ip: '192.0.2.7',
  via: 'cf-connecting-ip',
  v: 1,
}
export const header = { alg: 'ES256', kid: 'test-es256', typ: 'JWT' }
export const request = { method: 'GET', host: 'shop.example.com', path: '/cart' }
export const bound = { htm: 'GET', host: 'shop.example.com', path: '/cart' }

export const good = forge(header, claims, es256)
export const [goodHeader = '', goodPayload = '', goodSignature = ''] = good.split('.')

/** What follows the token in a vector: who receives it when, and what a verifier and a JWT library answer. */
export type Outcome = Pick<Vector, 'expect' | 'jwtLibrary'> & Partial<Pick<Vector, 'bind' | 'request' | 'now'>>

export function says(answer: RejectionReason | Vector['expect'], jwtLibrary: Vector['jwtLibrary'] = null): Outcome {
  return { expect: typeof answer === 'string' ? { reason: answer } : answer, jwtLibrary }
}

export function line(name: string, lines: string | readonly string[], outcome: Outcome): Vector {
  const all = typeof lines === 'string' ? [lines] : lines
  return { name, lines: all, bind: 'none', request: null, now: NOW, ...outcome }
}

export function payload(name: string, changed: object, outcome: Outcome): Vector {
  return line(name, forge(header, { ...claims, ...changed }, es256), outcome)
}

export function rawPayload(name: string, text: string, outcome: Outcome): Vector {
  return line(name, forge(header, text, es256), outcome)
}

export function joseHeader(
  name: string,
  changed: object,
  { key = es256, ...outcome }: Outcome & { readonly key?: TestKey },
): Vector {
  return line(name, forge({ ...header, ...changed }, claims, key), outcome)
}

export function without(name: keyof typeof claims): object {
  return Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name))
}

/** A token whose signature is right for its very text, whatever alphabet its parts are spelled in. */
export function respelled(signed: string): string {
  return `${signed}.${signRaw(signed, es256).toString('base64url')}`
}

export const text = JSON.stringify(claims)
export const sealed = { ip: claims.ip, via: claims.via }
export const pem = createPublicKey({ key: { ...es256 }, format: 'jwk' })
  .export({ type: 'spki', format: 'pem' })
  .toString()
export const asSecret = (bytes: string | Buffer): TestKey => ({
  kty: 'oct',
  k: Buffer.from(bytes).toString('base64url'),
})
export const publicPoint = Buffer.concat([
  Buffer.from(es256.x ?? '', 'base64url'),
  Buffer.from(es256.y ?? '', 'base64url'),
])
const lastDigit = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
export const respelledEnd = lastDigit.charAt(lastDigit.indexOf(goodSignature.slice(-1)) | 1)
