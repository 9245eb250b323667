import type { WritableStore } from './store.ts'
import { badReference, changedMeanwhile } from './store-error.ts'

/** Loaded when first used: Node's modules for files cost a function that has none 2 ms of every cold start. */
const access = () => import('./file-access.ts')

/**
 * Opens a folder with the files `settings` and `jwks` and the folders `keys` and `secrets`: one on disk, or a mounted
 * Secret of Kubernetes, which can only be read. Private files have to be mode 0600. Throws StoreError BAD_REFERENCE.
 */
export function openFileStore(folder: string): WritableStore {
  if (folder === '' || folder.includes('\0')) throw badReference(`file:${folder}`, 'must name a folder')
  return {
    name: `file:${folder}`,
    load: async (signal) => (await access()).loadFolder(folder, signal),
    create: async (name, text) =>
      (await access()).writeFile(folder, { name, text, isWanted: (now) => now === undefined }),
    replace: async (name, text, expected) => {
      const isWritten = await (await access()).writeFile(folder, { name, text, isWanted: (now) => now === expected })
      if (!isWritten) throw changedMeanwhile(`${folder}/${name}`)
    },
    remove: async (name) => (await access()).removeFile(folder, name),
  }
}
