import { trustedPrefixes } from '../../ranges/trusted-prefixes.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import { STORE_TIMEOUT_MS } from './list-place.ts'
import { requireRecord } from './require-list.ts'
import { bundledRecord, readStored, type StandingOptions } from './standing-list.ts'

/** Who is trusted by each list of one place alone, by its name; a list that is not there is missing from the map. */
export async function readTrusted(
  names: readonly string[],
  { store, keys, now }: StandingOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const texts = await store?.read(names, AbortSignal.timeout(STORE_TIMEOUT_MS))
  const trusted = new Map<string, readonly string[]>()
  for (const name of names) {
    const record =
      store === undefined ? bundledRecord(name) : await recordIn(store, { name, text: texts?.get(name), keys, now })
    if (record !== undefined) trusted.set(name, trustedPrefixes(record, now))
  }
  return trusted
}

type Stored = Omit<StandingOptions, 'store'> & { readonly name: string; readonly text: string | undefined }

async function recordIn(store: ListStore, { name, text, ...rules }: Stored) {
  if (text === undefined) return undefined
  const read = await readStored(name, text, rules)
  if (!('reason' in read)) return read
  return requireRecord({ name, record: undefined, fault: read }, store.name)
}
