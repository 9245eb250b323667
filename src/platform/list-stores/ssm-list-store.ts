import type { ListStore } from '../../refresh/list-store.ts'
import { readSsmReference } from '../stores/ssm-reference.ts'
import { LISTS } from './list-reference.ts'
import type { SsmListSettings } from './ssm-lists.ts'

/** A parameter of a generation is three levels below the path: `cloudflare/<generation>/0`. */
const LEVELS_BELOW = 3

/**
 * Opens lists in AWS Systems Manager Parameter Store below a path: `/ipseal/ranges`, with `?region=` and `?kms=` where they
 * are not the account's own. A list is more than a parameter holds: its chunks are written under a name of their own, and
 * `cloudflare/head`, which says which of them are the list, after them. `settings` is for tests.
 *
 * A write rejects with CHANGED_MEANWHILE if another has written since this store read the list. Parameter Store has no
 * condition on a write: of two at the very same moment the last one is kept, whole. Throws StoreError BAD_REFERENCE.
 */
export function openSsmListStore(reference: string, settings: SsmListSettings = {}): ListStore {
  const place = readSsmReference(reference, { levelsBelow: LEVELS_BELOW, kind: LISTS })
  let loaded: ReturnType<typeof load> | undefined
  const load = async () => (await import('./ssm-lists.ts')).createSsmLists(place, settings)
  /** What it has seen is kept for the next write. */
  const lists = () => (loaded ??= load())
  return {
    name: `ssm:${place.path}`,
    read: async (providers, signal) => (await lists()).read(providers, signal),
    write: async (provider, text, signal) => (await lists()).write(provider, text, signal),
  }
}
