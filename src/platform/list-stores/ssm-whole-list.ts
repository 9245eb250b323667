import { setTimeout } from 'node:timers/promises'
import { changedMeanwhile, StoreError, tooLarge } from '../stores/store-error.ts'
import { headOf, joinChunks, MAX_CHUNK_BYTES, MAX_CHUNKS, splitText } from './ssm-chunks.ts'
import {
  headIn,
  type Listing,
  type ListPlace,
  listParameters,
  outdatedChunks,
  removeParameters,
  writeParameter,
} from './ssm-generations.ts'

/** The text of the head as it was read or written last; empty if there was none. */
export type Seen = string

/** What is replaced while it is read is read again; more often than this it is broken. */
const MAX_READS = 3

/** The list, if there is one, and the text of its head. Rejects with StoreError HALF_WRITTEN for chunks that make none. */
export async function readWhole(
  place: ListPlace,
  signal: AbortSignal,
): Promise<{ readonly text: string | undefined; readonly head: Seen }> {
  for (let reads = 1; ; reads++) {
    const listing = await listParameters(place, signal)
    const head = listing.get('head')?.text
    if (head === undefined) return { text: undefined, head: '' }
    const text = await textIn(listing)
    if (text !== undefined) return { text, head }
    if (reads === MAX_READS) throw halfWritten(place)
    await pause(place, signal)
  }
}

export type ListWrite = {
  readonly text: string
  /** Undefined: whatever is there is replaced. */
  readonly expected: Seen | undefined
}

/** Writes a list under a new generation, makes it the list, and takes away what it replaced. Gives the text of its head. */
export async function writeWhole(place: ListPlace, { text, expected }: ListWrite, signal: AbortSignal): Promise<Seen> {
  const chunks = splitText(text, MAX_CHUNK_BYTES)
  if (chunks.length > MAX_CHUNKS) throw tooLong(place, text)
  const generation = crypto.randomUUID()
  for (const [i, chunk] of chunks.entries()) {
    await writeParameter(place, { name: `${generation}/${i}`, text: chunk, overwrite: true }, signal)
    await pause(place, signal)
  }
  const before = await listParameters(place, signal)
  const head = JSON.stringify(await headOf(generation, text, chunks.length))
  if (!(await replaceHead(place, { before, head, expected }, signal))) {
    await cleanUp(
      place,
      [...chunks.keys()].map((i) => `${generation}/${i}`),
      signal,
    )
    throw changedMeanwhile(`ssm:${place.path}/head`)
  }
  await cleanUp(place, outdatedChunks(before, generation), signal)
  return head
}

type HeadSwap = { readonly before: Listing; readonly head: string; readonly expected: Seen | undefined }

/** Puts a head in the place of what is expected, and tells whether it is there. */
async function replaceHead(
  place: ListPlace,
  { before, head, expected }: HeadSwap,
  signal: AbortSignal,
): Promise<boolean> {
  const now = before.get('head')?.text
  if (expected !== undefined && expected !== (now ?? '')) return false
  const isWritten = await writeParameter(place, { name: 'head', text: head, overwrite: now !== undefined }, signal)
  if (isWritten) return true
  // It is there already: somebody else's, or our own that the SDK wrote twice.
  const after = await listParameters(place, signal)
  return after.get('head')?.text === head
}

/**
 * Removes what is no part of the list. A right that is missing is told, as it is never going to pass; of every other
 * fault the next write takes the leftovers away.
 */
async function cleanUp(place: ListPlace, names: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await removeParameters(place, names, signal)
  } catch (error) {
    if (error instanceof StoreError && error.code === 'ACCESS_DENIED') throw error
  }
}

async function textIn(listing: Listing): Promise<string | undefined> {
  const head = headIn(listing)
  if (head === undefined) return undefined
  return await joinChunks(head, new Map([...listing].map(([name, parameter]) => [name, parameter.text])))
}

async function pause({ path, pauseMilliseconds }: ListPlace, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(pauseMilliseconds, undefined, { signal })
  } catch (cause) {
    const nextStep = 'It is tried again by itself. If it lasts, look at the way from here to the store'
    throw new StoreError({ code: 'UNREACHABLE', path: `ssm:${path}`, rule: 'must answer in time', nextStep }, cause)
  }
}

function halfWritten({ path }: ListPlace): StoreError {
  const rule = 'must name chunks that are all there and have its digest: somebody ended in the middle, or changed them'
  const nextStep = `Look who may write there, remove ${path}/head, and refresh the list: ipseal ranges refresh`
  return new StoreError({ code: 'HALF_WRITTEN', path: `ssm:${path}/head`, rule, nextStep })
}

function tooLong({ path }: ListPlace, text: string): StoreError {
  const limit = MAX_CHUNKS * MAX_CHUNK_BYTES
  const bytes = new TextEncoder().encode(text).length
  return tooLarge(`ssm:${path}`, `must have at most ${limit} bytes`, `${bytes} bytes`)
}
