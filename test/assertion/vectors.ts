import { readFileSync } from 'node:fs'
import type { Bind, ReceivedRequest, RejectionReason } from '../../src/assertion/index.ts'
import type { TestKey } from './forge.ts'

export type Vector = {
  readonly name: string
  readonly lines: readonly string[]
  readonly bind: Bind
  readonly request: ReceivedRequest | null
  readonly now: number
  readonly expect: { readonly ip: string; readonly via: string | null } | { readonly reason: RejectionReason }
  /** What any JWT library must say that is told the keys, their algorithms, iss, sub and aud; null where it cannot judge. */
  readonly jwtLibrary: 'accepts' | 'refuses' | null
}

export type VectorFile = {
  readonly about: string
  readonly keys: { readonly keys: readonly TestKey[] }
  readonly issuer: string
  readonly audience: string
  readonly cases: readonly Vector[]
}

export type TestKeys = Readonly<Record<'es256' | 'eddsa' | 'hs256' | 'stranger', TestKey>>

export const VECTORS_URL = new URL('../vectors/assertion-verify.json', import.meta.url)

// Sound: the file in the repository is written by hand in this shape.
export const testKeys = readJson(new URL('../vectors/assertion-keys.json', import.meta.url)) as TestKeys

export function readVectors(): VectorFile {
  // Sound: write-vectors.ts writes this type.
  return readJson(VECTORS_URL) as VectorFile
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, 'utf8'))
}
