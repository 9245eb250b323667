import type { Bind } from '../assertion/claims.ts'
import type { KeySet } from '../assertion/key-set.ts'
import { describeValue } from '../fault/escape-text.ts'
import type { KeySource } from './keys/key-source.ts'
import { OriginError } from './origin-error.ts'

type Checked = {
  readonly issuer: string
  readonly audience: string
  readonly keys: KeySet | KeySource
  readonly mode: 'enforce' | 'observe'
  readonly bind: Bind
}

const MODES: readonly unknown[] = ['enforce', 'observe']
const BINDS: readonly unknown[] = ['none', 'host', 'request']

/** Checks what a compiler has checked already, for callers that have none: a slip must not wait for the first request. */
export function checkOptions({ issuer, audience, keys, mode, bind }: Checked): void {
  if (!isName(issuer)) {
    const nextStep = 'Set the issuer of the edge, as in its configuration'
    const received = describeValue(issuer)
    throw new OriginError({ code: 'EMPTY_ISSUER', path: 'issuer', rule: 'names the edge', received, nextStep })
  }
  if (!isName(audience)) {
    const nextStep = 'Set the audience that the edge has for this origin'
    const received = describeValue(audience)
    throw new OriginError({ code: 'EMPTY_AUDIENCE', path: 'audience', rule: 'names this origin', received, nextStep })
  }
  checkChoice('mode', mode, MODES)
  checkChoice('bind', bind, BINDS)
  if (hasKeys(keys)) return
  const nextStep = "Pass what importKeySet resolves to for the edge's published keys, or what fetchKeys returns"
  throw new OriginError({ code: 'EMPTY_KEY_SET', path: 'keys', rule: 'holds at least one key', nextStep })
}

/** A promise of a key set, passed by mistake, is neither a set nor a source of one. */
function hasKeys(keys: unknown): boolean {
  if (keys instanceof Map) return keys.size > 0
  return typeof keys === 'object' && keys !== null && 'keysAt' in keys && typeof keys.keysAt === 'function'
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function checkChoice(path: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return
  const rule = `is ${choices.map(describeValue).join(' or ')}`
  const nextStep = 'Choose one of them'
  throw new OriginError({ code: 'BAD_CHOICE', path, rule, received: describeValue(value), nextStep })
}
