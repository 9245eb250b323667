import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { explainFileFault, isMissing } from './file-fault.ts'
import { StoreError, tooLarge } from './store-error.ts'
import { isSecretName, isStoreName } from './store-name.ts'

/** More than any key set or settings; it keeps a wrong path from filling the memory. */
const MAX_BYTES = 1024 * 1024

/** A mount that is swapped while it is read is read again; more often than this something else is wrong. */
const MAX_READS = 3

/** What Kubernetes puts into every mount of a Secret: a link to the folder of the day, replaced as one (kubelet, AtomicWriter). */
export const KUBERNETES_LINK = '..data'

/** Reads a folder as it was at one moment: `read` gets where it is then, and is asked again if it was swapped meanwhile. */
export async function readAtOnce<Value>(folder: string, read: (root: string) => Promise<Value>): Promise<Value> {
  for (let reads = 1; ; reads++) {
    const root = await findRoot(folder)
    const [outcome] = await Promise.allSettled([read(root)])
    const isWhole = root === (await findRoot(folder))
    if (!isWhole && reads < MAX_READS) continue
    if (outcome.status === 'fulfilled') return outcome.value
    throw outcome.reason
  }
}

/** Returns the folder to read everything from: were it swapped in the middle, keys and key set would not be of one day. */
async function findRoot(folder: string): Promise<string> {
  try {
    return await realpath(join(folder, KUBERNETES_LINK))
  } catch (error) {
    if (!isMissing(error)) throw explainFileFault(error, { place: folder, verb: 'read' })
  }
  try {
    return await realpath(folder)
  } catch (error) {
    throw explainFileFault(error, { place: folder, verb: 'read' })
  }
}

/**
 * Reads everything that a store holds in `root`. The public half of a rotation is read first: private keys are written
 * before it and removed after it, so that what it names is there.
 */
export async function readContents(root: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>()
  const keep = async (name: string): Promise<void> => {
    const text = await readStoredFile(root, name, signal)
    if (text !== undefined) contents.set(name, text)
  }
  await keep('jwks')
  await keep('settings')
  for (const name of [...(await listNames(root, 'keys')), ...(await listNames(root, 'secrets'))]) await keep(name)
  return contents
}

async function listNames(root: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(join(root, folder))
    return entries.map((entry) => `${folder}/${entry}`).filter(isStoreName)
  } catch (error) {
    if (isMissing(error)) return []
    throw explainFileFault(error, { place: join(root, folder), verb: 'read' })
  }
}

/** The text under a name, or undefined if there is none. */
export async function readStoredFile(root: string, name: string, signal?: AbortSignal): Promise<string | undefined> {
  return await readPlainFile(join(root, name), isSecretName(name) ? checkMode : () => undefined, signal)
}

/** Says what is wrong with who may do what to a file, by throwing a StoreError. */
type CheckAccess = (place: string, stats: Stats) => void

/** The text of a file, or undefined if there is none. Rejects with a StoreError. */
export async function readPlainFile(
  place: string,
  checkAccess: CheckAccess,
  signal?: AbortSignal,
): Promise<string | undefined> {
  let file: FileHandle | undefined
  try {
    // What is no plain file is found out below, and opening it must not wait for a writer until then.
    file = await open(place, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = await file.stat()
    checkFile(place, stats)
    checkAccess(place, stats)
    return await file.readFile({ encoding: 'utf8', ...(signal === undefined ? {} : { signal }) })
  } catch (error) {
    if (isMissing(error)) return undefined
    throw explainFileFault(error, { place, verb: 'read' })
  } finally {
    await file?.close()
  }
}

function checkFile(place: string, stats: Stats): void {
  if (!stats.isFile()) {
    const nextStep = 'Look whether the reference names the right folder'
    throw new StoreError({ code: 'REFUSED', path: place, rule: 'must be a plain file', nextStep })
  }
  if (stats.size > MAX_BYTES) throw tooLarge(place, `must have at most ${MAX_BYTES} bytes`, `${stats.size} bytes`)
}

/**
 * What this user owns is for this user alone. What somebody else owns, as root does in a mount of a Secret, this user
 * can only read through its group (fsGroup), so that the group may read it too.
 */
function checkMode(place: string, { uid, mode }: Stats): void {
  const ownUid = process.getuid?.()
  if (ownUid === undefined) return
  const forbidden = uid === ownUid ? 0o077 : 0o037
  if ((mode & forbidden) === 0) return
  const rule = 'a key or a secret must be readable by nobody but its owner'
  const received = `mode ${(mode & 0o777).toString(8).padStart(4, '0')}`
  const nextStep = 'chmod 600 it; in a Kubernetes Secret volume set defaultMode: 0400, or 0440 with an fsGroup'
  throw new StoreError({ code: 'OPEN_TO_OTHERS', path: place, rule, received, nextStep })
}
