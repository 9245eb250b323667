import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findRoot, KUBERNETES_LINK, readContents, readStoredFile } from './file-contents.ts'
import { codeOf, explainFileFault } from './file-fault.ts'
import { StoreError } from './store-error.ts'
import { checkStoreName, isSecretName } from './store-name.ts'
import { swapFile, syncFolder } from './swap-file.ts'

/** A mount that is swapped while it is read is read again; more often than this something else is wrong. */
const MAX_READS = 3

/** Reads everything that the store in `folder` holds, as it was at one moment. */
export async function loadFolder(folder: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  for (let reads = 1; ; reads++) {
    const root = await findRoot(folder)
    const [outcome] = await Promise.allSettled([readContents(root, signal)])
    const isWhole = root === (await findRoot(folder))
    if (!isWhole && reads < MAX_READS) continue
    if (outcome.status === 'fulfilled') return outcome.value
    throw outcome.reason
  }
}

export type FileWrite = {
  readonly name: string
  readonly text: string
  readonly isWanted: (before: string | undefined) => boolean
}

/** Writes a file of the store if what is there now is as wanted, and tells whether it did. */
export async function writeFile(folder: string, { name, text, isWanted }: FileWrite): Promise<boolean> {
  const place = findPlace(folder, name)
  const mode = isSecretName(name) ? 0o600 : 0o644
  try {
    if (isSecretName(name)) await makeFolder(dirname(place))
    return await swapFile(place, { text, mode, isWanted: async () => isWanted(await readStoredFile(folder, name)) })
  } catch (error) {
    throw explainFileFault(error, { place, verb: 'write' })
  }
}

export async function removeFile(folder: string, name: string): Promise<void> {
  const place = findPlace(folder, name)
  try {
    await rm(place, { force: true })
  } catch (error) {
    throw explainFileFault(error, { place, verb: 'write' })
  }
  await syncFolder(dirname(place))
}

function findPlace(folder: string, name: string): string {
  checkStoreName(name)
  const place = join(folder, name)
  if (!existsSync(join(folder, KUBERNETES_LINK))) return place
  const rule = 'is in a mount of Kubernetes, which nobody can write to from inside'
  const nextStep = 'Rotate the keys where the Secret is made from, and let Kubernetes carry them here'
  throw new StoreError({ code: 'NOT_WRITABLE', path: place, rule, nextStep })
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}
