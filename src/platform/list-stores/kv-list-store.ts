import type { ListStore } from '../../refresh/list-store.ts'

export function openKvListStore(reference: string, _bindings: Readonly<Record<string, unknown>>): ListStore {
  return {
    name: reference,
    read: () => Promise.reject(new Error('not built yet')),
    write: () => Promise.reject(new Error('not built yet')),
  }
}
