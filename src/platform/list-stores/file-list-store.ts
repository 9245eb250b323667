import type { ListStore } from '../../refresh/list-store.ts'
import { badListReference } from './list-reference.ts'

/** Loaded when first used: Node's modules for files cost a function that has none 2 ms of every cold start. */
const files = () => import('./list-files.ts')

/**
 * Opens a folder with a file for each list, such as `cloudflare` or `list.partners`: one on disk, or a mounted ConfigMap of
 * Kubernetes, which can only be read. Lists are no secrets, but whoever can write them says whom to trust: a file or a
 * folder that everybody may write to is refused.
 *
 * A write makes the folder if only that is missing, and rejects with CHANGED_MEANWHILE if another has written since this
 * store read the list. Throws StoreError BAD_REFERENCE.
 */
export function openFileListStore(folder: string): ListStore {
  if (folder === '' || folder.includes('\0')) throw badListReference(`file:${folder}`, 'must name a folder')
  const seen = new Map<string, string | undefined>()
  return {
    name: `file:${folder}`,
    read: async (providers, signal) => {
      const texts = await (await files()).readLists(folder, providers, signal)
      for (const provider of providers) seen.set(provider, texts.get(provider))
      return texts
    },
    write: async (provider, text, signal) => {
      const isWanted = (before: string | undefined) => !seen.has(provider) || seen.get(provider) === before
      await (await files()).writeList(folder, { provider, text, isWanted }, signal)
      seen.set(provider, text)
    },
  }
}
