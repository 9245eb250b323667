import type { ListStore } from '../../refresh/list-store.ts'

/** Opens a store of lists as `openListStore` does, with code that is loaded when it is first used. */
export async function openLists(reference: string): Promise<ListStore> {
  const { openListStore } = await import('../list-stores/open-list-store.ts')
  return openListStore(reference)
}
