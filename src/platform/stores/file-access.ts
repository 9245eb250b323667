import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KUBERNETES_LINK, readAtOnce, readContents, readStoredFile } from './file-contents.ts'
import { codeOf, explainFileFault } from './file-fault.ts'
import { StoreError } from './store-error.ts'
import { checkStoreName, isSecretName } from './store-name.ts'
import { swapFile, syncFolder } from './swap-file.ts'

/** Reads everything that the store in `folder` holds, as it was at one moment. */
export function loadFolder(folder: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  return readAtOnce(folder, (root) => readContents(root, signal))
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
    if (isSecretName(name)) await makeFolder(dirname(place), 0o700)
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
  checkNoMount(folder, place, 'Rotate the keys where the Secret is made from, and let Kubernetes carry them here')
  return place
}

/** Throws StoreError NOT_WRITABLE for a place in a mount of Kubernetes, which takes the place of what is written there. */
export function checkNoMount(folder: string, place: string, nextStep: string): void {
  if (!existsSync(join(folder, KUBERNETES_LINK))) return
  const rule = 'is in a mount of Kubernetes, which nobody can write to from inside'
  throw new StoreError({ code: 'NOT_WRITABLE', path: place, rule, nextStep })
}

/** Makes a folder if there is none. What is above it has to be there. */
export async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}
