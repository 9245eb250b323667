import { readJwk } from '../../assertion/jwk.ts'
import { DEFAULT_KEY_WAITS, judgeKeys } from '../../assertion/key-states.ts'
import { readStoredKeySet } from '../../assertion/stored-key-set.ts'
import type { ReadVariable } from '../../edge/edge-sources.ts'
import { escapeText } from '../../fault/escape-text.ts'
import { parseJson } from '../../fault/parse-json.ts'
import { secretVariable } from '../../settings/secret-values.ts'
import { StoreError } from './store-error.ts'

type Contents = ReadonlyMap<string, string>

const SECRETS = 'secrets/'

/**
 * Returns the variables of an edge out of what a store holds: IPSEAL_CONFIG from `settings`, IPSEAL_JWKS from `jwks`,
 * IPSEAL_SECRET_X from `secrets/x`, and IPSEAL_SIGNING_KEY from `keys/<kid>`, of the key that signs at `now`
 * (Unix seconds) by the times that `jwks` itself records.
 *
 * Reading rejects with a StoreError for what no edge starts without and for a rotation that was written by half, and
 * with a KeyError for a key that cannot be read. A secret that is not there is undefined.
 */
export function storedVariables(contents: Contents, now: number): ReadVariable {
  return (name) => new Promise((resolve) => resolve(readVariable(contents, now, name)))
}

function readVariable(contents: Contents, now: number, name: string): string | undefined {
  switch (name) {
    case 'IPSEAL_CONFIG':
      return requireText(contents, 'settings')
    case 'IPSEAL_JWKS':
      return requireText(contents, 'jwks')
    case 'IPSEAL_SIGNING_KEY':
      return signingKeyAt(contents, now)
    default:
      return readSecret(contents, name)
  }
}

function requireText(contents: Contents, name: string): string {
  const text = contents.get(name)
  if (text !== undefined && text !== '') return text
  const rule = contents.size === 0 ? 'must be there, but nothing is under this path' : 'must be there'
  const nextStep =
    'Write it, or look whether IPSEAL_KEYS names the right place; docs/key-sources.md says what belongs there'
  throw new StoreError({ code: 'NOT_FOUND', path: name, rule, nextStep })
}

function signingKeyAt(contents: Contents, now: number): string {
  const { keys, times } = readStoredKeySet(requireText(contents, 'jwks'), 'jwks')
  const { signing } = judgeKeys(times, DEFAULT_KEY_WAITS, now)
  if (signing === undefined) {
    const nextStep = 'Publish one: ipseal keys rotate'
    throw new StoreError({ code: 'NOTHING_SIGNS', path: 'jwks', rule: 'must hold a key that may sign now', nextStep })
  }
  const path = `keys/${signing}`
  const text = contents.get(path)
  if (text === undefined) throw halfWritten(path, 'must be there, as jwks says that this key signs now')
  const { jwk } = readJwk(parseJson(text), path)
  // Both were written anew from their members, in one order, so that equal keys are equal texts.
  const isPublished = keys.some((key) => key.kid === signing && JSON.stringify(key) === JSON.stringify(jwk))
  if (isPublished) return text
  throw halfWritten(path, 'must have the public half that jwks publishes under this kid')
}

function halfWritten(path: string, rule: string): StoreError {
  const nextStep = 'Finish the rotation that stopped here: ipseal keys rotate'
  return new StoreError({ code: 'HALF_WRITTEN', path, rule, nextStep })
}

function readSecret(contents: Contents, variable: string): string | undefined {
  const names = [...contents.keys()].filter((name) => {
    return name.startsWith(SECRETS) && secretVariable(name.slice(SECRETS.length)) === variable
  })
  // Editors and `echo` end it with a line break, which no header can have.
  if (names.length < 2) return contents.get(names[0] ?? '')?.replace(/\r?\n$/, '')
  const rule = `must be the only secret that becomes ${variable}`
  const received = names.map((name) => escapeText(name)).join(' and ')
  const nextStep = 'Rename one of them, in the settings too'
  throw new StoreError({ code: 'AMBIGUOUS_SECRET', path: SECRETS, rule, received, nextStep })
}
