import type { ListStore } from '../../src/refresh/list-store.ts'

export type MemoryListStore = ListStore & { readonly texts: Map<string, string>; readonly writes: string[] }

/** A store for tests, which remembers in `writes` whose list was written. */
export function memoryListStore(texts: Readonly<Record<string, string>> = {}): MemoryListStore {
  const kept = new Map(Object.entries(texts))
  const writes: string[] = []
  return {
    name: 'memory',
    texts: kept,
    writes,
    read: async (providers) => new Map([...kept].filter(([provider]) => providers.includes(provider))),
    write: async (provider, text) => {
      kept.set(provider, text)
      writes.push(provider)
    },
  }
}
