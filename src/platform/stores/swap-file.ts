import { randomUUID } from 'node:crypto'
import { type FileHandle, link, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { codeOf } from './file-fault.ts'
import { changedMeanwhile } from './store-error.ts'

/** Writing takes milliseconds: what is older was left by a process that ended in the middle. */
const STALE_MILLISECONDS = 60_000

/** How long one waits for another to end writing. */
const WAIT_MILLISECONDS = 20
const MAX_WAITS = 100

export type Swap = {
  readonly text: string
  readonly mode: number
  /** Looks at what is there while nobody else can write; false: leave it as it is. */
  readonly isWanted: () => Promise<boolean>
}

/**
 * Writes a file as one and tells whether it did: readers see the old text or the new one, whatever is interrupted.
 *
 * The text goes to a file beside it first. That can be there only once, so that others wait meanwhile, two seconds at
 * most, and then get StoreError CHANGED_MEANWHILE. Rejects with the file system's errors otherwise.
 */
export async function swapFile(path: string, { text, mode, isWanted }: Swap): Promise<boolean> {
  const beside = join(dirname(path), `.${basename(path)}.new`)
  const file = await openAlone(beside, mode)
  if (file === undefined) throw changedMeanwhile(path)
  let isBeside = true
  try {
    await writeThrough(file, text)
    if (!(await isWanted())) return false
    isBeside = false
    await rename(beside, path)
  } catch (error) {
    // Somebody took it for one that was left behind.
    if (!isBeside && codeOf(error) === 'ENOENT') throw changedMeanwhile(path)
    throw error
  } finally {
    if (isBeside) await rm(beside, { force: true })
  }
  if ((await readFile(path, 'utf8')) !== text) throw changedMeanwhile(path)
  await syncFolder(dirname(path))
  return true
}

/** Opens a file that nobody else is writing, or gives undefined if somebody goes on doing so. */
async function openAlone(path: string, mode: number): Promise<FileHandle | undefined> {
  for (let waits = 0; waits < MAX_WAITS; waits++) {
    const file = (await openNew(path, mode)) ?? (await openStale(path, mode))
    if (file !== undefined) return file
    await setTimeout(WAIT_MILLISECONDS)
  }
  return undefined
}

/** Opens a file that is not there yet, or gives undefined. */
async function openNew(path: string, mode: number): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx', mode)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined
    throw error
  }
}

async function openStale(path: string, mode: number): Promise<FileHandle | undefined> {
  // It may be gone by now: then somebody else has just written.
  const { mtimeMs } = (await stat(path).catch(() => undefined)) ?? { mtimeMs: Date.now() }
  if (Date.now() - mtimeMs < STALE_MILLISECONDS) return undefined
  return (await takeAway(path)) ? await openNew(path, mode) : undefined
}

/** Takes a file away that was left behind; false if it was somebody's by then, or is gone. Only one can move it. */
async function takeAway(path: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    const isStale = Date.now() - (await stat(aside)).mtimeMs >= STALE_MILLISECONDS
    // A link never replaces what is there already.
    if (!isStale) await link(aside, path).catch(() => undefined)
    return isStale
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}

async function writeThrough(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a change of names last through a loss of power, where the file system lets one ask for it. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
