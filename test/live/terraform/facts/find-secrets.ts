import { isObject } from '../../../../src/config/parse-document.ts'
import type { Breach, PlannedPath } from './fact.ts'
import { type Found, stringsIn } from './values-at.ts'

/** An attribute whose values look like a secret and are none, and why. */
export type Innocent = { readonly attribute: string; readonly reason: string }

const PRIVATE_MEMBERS = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth']
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----/
/** 20 bytes in base64 or base64url, and whatever is longer. */
const TOKEN = /[A-Za-z0-9+/_-]{27,}={0,2}/g
/** Bits for each character: 32 random bytes in base64 have 4.7 or so. What is made of words has less, or no digits, or one case. */
const RANDOM_BITS = 4
/** 16 random bytes in hex have 3.6 or so; an id that is made up for an example has zeros. */
const RANDOM_HEX_BITS = 3
const KINDS = [/[a-z]/, /[A-Z]/, /[0-9]/]
const RANDOM_HEX = /^[0-9a-f]{32,}$/i

/** No attribute and no output holds a private key, or a text that is as random as one, but for attributes that are named. */
export function checkSecrets(path: PlannedPath, innocent: readonly Innocent[]): readonly Breach[] {
  const places = [
    ...path.resources.map(({ address, type, values }) => ({ address, type, values })),
    ...Object.entries(path.outputs).map(([name, values]) => ({ address: `output ${name}`, type: 'output', values })),
  ]
  return places.flatMap(({ address, type, values }) => [
    ...(holdsPrivateKey(values) ? [`${address} holds a private key`] : []),
    ...stringsIn(values, type)
      .filter((found) => isSuspect(found) && !innocent.some(({ attribute }) => attribute === found.path))
      .map((found) => `${address} has what looks like a secret in ${found.path}`),
  ])
}

function holdsPrivateKey(value: unknown): boolean {
  if (typeof value === 'string') return PEM.test(value) || holdsPrivateKey(parsed(value))
  if (Array.isArray(value)) return value.some(holdsPrivateKey)
  if (!isObject(value)) return false
  const isPrivate = typeof value.kty === 'string' && PRIVATE_MEMBERS.some((name) => typeof value[name] === 'string')
  return isPrivate || Object.values(value).some(holdsPrivateKey)
}

/** Of a text that is JSON its value, else nothing. A JWK in a longer text is found by its random members. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isSuspect({ text }: Found): boolean {
  if (parsed(text) !== undefined) return false
  return (text.match(TOKEN) ?? []).some(isRandom)
}

function isRandom(token: string): boolean {
  if (RANDOM_HEX.test(token)) return bitsOf(token) >= RANDOM_HEX_BITS
  return KINDS.every((kind) => kind.test(token)) && bitsOf(token) >= RANDOM_BITS
}

/** Shannon's entropy of the characters. */
function bitsOf(token: string): number {
  const counts = Map.groupBy(token, (character) => character)
  return [...counts.values()].reduce((bits, { length }) => {
    const share = length / token.length
    return bits - share * Math.log2(share)
  }, 0)
}
