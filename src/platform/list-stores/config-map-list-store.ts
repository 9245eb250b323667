import type { ListStore } from '../../refresh/list-store.ts'

export function openConfigMapListStore(reference: string): ListStore {
  return {
    name: reference,
    read: () => Promise.reject(new Error('not built yet')),
    write: () => Promise.reject(new Error('not built yet')),
  }
}
