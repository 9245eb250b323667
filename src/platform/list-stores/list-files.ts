import type { Stats } from 'node:fs'
import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkNoMount, type FileWrite, makeFolder } from '../stores/file-access.ts'
import { KUBERNETES_LINK, readAtOnce, readPlainFile } from '../stores/file-contents.ts'
import { explainFileFault, isMissing } from '../stores/file-fault.ts'
import { changedMeanwhile, StoreError } from '../stores/store-error.ts'
import { swapFile } from '../stores/swap-file.ts'
import { storedName } from './stored-name.ts'

/** Reads the lists of these providers that are there, all as they were at one moment. */
export async function readLists(
  folder: string,
  providers: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  await checkFolder(folder)
  return await readAtOnce(folder, async (root) => {
    const texts = new Map<string, string>()
    for (const provider of providers) {
      const text = await readPlainFile(join(root, storedName(provider)), checkWriters, signal)
      if (text !== undefined) texts.set(provider, text)
    }
    return texts
  })
}

type ListWrite = Omit<FileWrite, 'name'> & { readonly provider: string }

/** Writes the list of a provider as one. Rejects with StoreError CHANGED_MEANWHILE if what is there is not as wanted. */
export async function writeList(folder: string, write: ListWrite, signal: AbortSignal): Promise<void> {
  const { provider, text, isWanted } = write
  const place = join(folder, storedName(provider))
  checkNoMount(folder, place, 'Write to the ConfigMap itself, as config-map:namespace/name')
  let isWritten: boolean
  try {
    await makeFolder(folder, 0o755)
    await checkFolder(folder)
    const look = async (): Promise<boolean> => {
      signal.throwIfAborted()
      return isWanted(await readPlainFile(place, checkWriters, signal))
    }
    isWritten = await swapFile(place, { text, mode: 0o644, isWanted: look })
  } catch (error) {
    throw explainFileFault(error, { place, verb: 'write' })
  }
  if (!isWritten) throw changedMeanwhile(place)
}

/** Whoever can write to a folder can put another file in the place of any that is in it. */
async function checkFolder(folder: string): Promise<void> {
  try {
    const stats = await stat(folder)
    if (!(await isMount(folder))) checkWriters(folder, stats)
  } catch (error) {
    throw explainFileFault(error, { place: folder, verb: 'read' })
  }
}

/**
 * Whether this is a mount of a ConfigMap: kubelet gives its folder to everybody, mounts it read-only, and owns the link and
 * what it points to. In a folder that really is everybody's, a link of that name would be whoever's who made it.
 */
async function isMount(folder: string): Promise<boolean> {
  try {
    const link = join(folder, KUBERNETES_LINK)
    const target = await realpath(link)
    if (dirname(target) !== (await realpath(folder))) return false
    const { uid } = await lstat(link)
    const owner = await stat(target)
    checkWriters(target, owner)
    return uid === 0 && owner.uid === 0
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function checkWriters(place: string, { mode }: Stats): void {
  // Windows has no such modes.
  if (process.getuid === undefined || (mode & 0o002) === 0) return
  const rule = 'must not be writable by everybody, who then could say whom to trust'
  const received = `mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`
  throw new StoreError({ code: 'OPEN_TO_OTHERS', path: place, rule, received, nextStep: 'chmod o-w it' })
}
