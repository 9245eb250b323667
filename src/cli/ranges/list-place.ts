import { openListStore } from '../../platform/list-stores/open-list-store.ts'
import { type ReadLists, readLists } from '../../platform/lists/read-lists.ts'
import { StoreError } from '../../platform/stores/store-error.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import { InputError, UsageError } from '../errors.ts'

/** A store that answers at all has answered everything by then. */
export const STORE_TIMEOUT_MS = 120_000

/** Reads lists as an edge does. If not one can be read the store is asked for all of them, and rejects as it does. */
export async function readFrom(store: ListStore, names: readonly string[]): Promise<ReadLists> {
  const read = await readLists(store, names, { seconds: STORE_TIMEOUT_MS / 1000 })
  if (read.unread.size < names.length) return read
  return { stored: await store.read(names, AbortSignal.timeout(STORE_TIMEOUT_MS)), unread: new Map() }
}

/** Opens the store that an option names, else the variable IPSEAL_RANGES; undefined if neither does. */
export function openPlace(reference: string | undefined, option = '--store'): ListStore | undefined {
  if (reference !== undefined) return openReference(reference, option)
  const variable = process.env.IPSEAL_RANGES
  if (variable === undefined || variable === '') return undefined
  try {
    return openListStore(variable)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new InputError(error.message, { code: error.code, cause: error })
  }
}

/** Opens the store that an option names. */
export function openReference(reference: string, option: string): ListStore {
  // As of a shell's variable that is not set.
  if (reference === '')
    throw new UsageError(`${option} is empty; leave it out to take IPSEAL_RANGES, or the bundled lists`)
  try {
    return openListStore(reference)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new UsageError(`${option}: ${error.message}`)
  }
}
