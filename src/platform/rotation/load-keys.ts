import type { SigningAlgorithm } from '../../assertion/algorithm.ts'
import { readStoredKeySet, type StoredKeySet } from '../../assertion/stored-key-set.ts'
import type { Store } from '../stores/store.ts'
import { privateKeyName } from './read-public-half.ts'

/** Where a store keeps its key set. */
export const KEY_SET_NAME = 'jwks'

export type StoredKeys = {
  readonly set: StoredKeySet
  /** The text of the set as it was read; undefined if there is none. */
  readonly setText: string | undefined
  /** The texts of the private keys by their `kid`. */
  readonly privateKeys: ReadonlyMap<string, string>
  /** Of the newest key in the set, so that a new one is of the same kind. */
  readonly algorithm: SigningAlgorithm
}

const NO_KEYS: StoredKeySet = { keys: [], times: [], removed: [] }
const PREFIX = privateKeyName('')

/** Reads the keys of a store. Rejects with a `StoreError`, or a `KeyError` for a set that cannot be read. */
export async function loadKeys(store: Store, signal: AbortSignal): Promise<StoredKeys> {
  const contents = await store.load(signal)
  const setText = contents.get(KEY_SET_NAME)
  const set = setText === undefined ? NO_KEYS : readStoredKeySet(setText, KEY_SET_NAME)
  const named = [...contents].filter(([name]) => name.startsWith(PREFIX))
  const privateKeys = new Map(named.map(([name, text]) => [name.slice(PREFIX.length), text]))
  return { set, setText, privateKeys, algorithm: set.keys.at(-1)?.alg ?? 'ES256' }
}
