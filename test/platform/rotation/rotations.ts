import { DEFAULT_KEY_WAITS, judgeKeys } from '../../../src/assertion/key-states.ts'
import { readStoredKeySet } from '../../../src/assertion/stored-key-set.ts'
import { type RotateOptions, rotateKeys } from '../../../src/platform/rotation/rotate-keys.ts'
import { storedVariables } from '../../../src/platform/stores/stored-variables.ts'
import { type Contents, createMemoryStore } from './memory-store.ts'

export const START = 1_795_262_400
export const PERIOD = 90 * 86_400
/** From publishing to signing, and from then to the end of the key before. */
export const WAIT = 1860
export const OVERLAP = 3960

const TIMES = { everySeconds: PERIOD, waits: DEFAULT_KEY_WAITS }

export function optionsAt(now: number): Omit<RotateOptions, 'store'> {
  return { ...TIMES, clock: () => now, signal: new AbortController().signal }
}

/** What a store holds after rotations at these times. */
export async function contentsAfter(times: readonly number[]): Promise<Contents> {
  const store = createMemoryStore()
  for (const time of times) await rotateKeys({ ...optionsAt(time), store })
  return store.contents()
}

/** The states of the keys of a store at a time, such as `2026-11-21=current`. */
export function statesIn(contents: Contents, now: number): string {
  const { times } = readStoredKeySet(contents.get('jwks') ?? '{"keys":[]}', 'jwks')
  const { keys } = judgeKeys(times, DEFAULT_KEY_WAITS, now)
  return keys.map(({ keyId, state }) => `${keyId}=${state}`).join(' ')
}

/** The secret member of each private key. */
export function secretsIn(contents: Contents): readonly string[] {
  return [...contents].flatMap(([name, text]) =>
    name.startsWith('keys/') ? [/"d":"([^"]+)"/.exec(text)?.[1] ?? ''] : [],
  )
}

export function privateKeysIn(contents: Contents): readonly string[] {
  return [...contents.keys()].filter((name) => name.startsWith('keys/')).toSorted()
}

/** What a signer would sign with that loaded these contents now; rejects where it finds no key. */
export async function signingKeyIn(contents: Contents, now: number): Promise<string | undefined> {
  return storedVariables(contents, now)('IPSEAL_SIGNING_KEY')
}
