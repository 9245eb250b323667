import { changedMeanwhile, tooLarge } from '../stores/store-error.ts'
import { applyKey, type ConfigMapPlace, getConfigMap, placeName } from './config-map.ts'
import { storedName } from './stored-name.ts'

/** All values together (Kubernetes docs, ConfigMaps). */
const MAX_BYTES = 1024 * 1024

/** Writers of other lists change the same ConfigMap; each takes milliseconds. */
const MAX_WRITES = 5

export type ListWrite = {
  readonly provider: string
  readonly text: string
  /** What the list has to be still, `undefined` for none there; without a value, whatever is there is replaced. */
  readonly expected?: { readonly value: string | undefined }
}

/** The lists of these providers that are there. */
export async function readLists(
  place: ConfigMapPlace,
  providers: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const keys = providers.map((provider) => [provider, storedName(provider)] as const)
  const data = (await getConfigMap(place, signal))?.data
  return new Map(
    keys.flatMap(([provider, key]) => {
      const text = data?.get(key)
      return text === undefined ? [] : [[provider, text] as const]
    }),
  )
}

/** Writes a list in the place of what is expected. Rejects with StoreError CHANGED_MEANWHILE if it is another by now. */
export async function writeList(place: ConfigMapPlace, write: ListWrite, signal: AbortSignal): Promise<void> {
  const { provider, text, expected } = write
  const key = storedName(provider)
  for (let writes = 0; writes < MAX_WRITES; writes++) {
    const before = await getConfigMap(place, signal)
    const now = before?.data.get(key)
    if (expected !== undefined && expected.value !== now) break
    checkSize(place, new Map([...(before?.data ?? []), [key, text]]))
    const after = await applyKey(place, { key, text, resourceVersion: before?.resourceVersion }, signal)
    if (after !== undefined) return
  }
  throw changedMeanwhile(`${placeName(place)} ${key}`)
}

function checkSize(place: ConfigMapPlace, texts: ReadonlyMap<string, string>): void {
  const bytes = [...texts.values()].reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0)
  if (bytes <= MAX_BYTES) return
  throw tooLarge(placeName(place), `must have at most ${MAX_BYTES} bytes in all`, `${bytes} bytes`)
}
