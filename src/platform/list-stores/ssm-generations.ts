import type { SsmClient, SsmParameter } from '../stores/ssm-client.ts'
import { allowing, explaining, type SsmTask } from '../stores/ssm-fault.ts'
import { tooLarge } from '../stores/store-error.ts'
import { type ChunkHead, readHead } from './ssm-chunks.ts'

/** Where the list of one provider lies. */
export type ListPlace = {
  /** Such as `/ipseal/ranges/cloudflare`. */
  readonly path: string
  readonly kmsKeyId: string | undefined
  readonly client: SsmClient
  readonly pauseMilliseconds: number
}

/** What is there of one list: the parameters by their names below it. */
export type Listing = ReadonlyMap<string, SsmParameter>

/** Of ten parameters each: a hundred generations of a short list, which no order of failures leaves behind. */
const MAX_PAGES = 50

/** How many are removed with one request (AWS, DeleteParameters). */
const MAX_REMOVALS = 10

/** Nobody takes so long to write a list: what is older and no part of one was left by somebody who ended in the middle. */
const ABANDONED_MILLISECONDS = 15 * 60_000

export async function listParameters({ path, kmsKeyId, client }: ListPlace, signal: AbortSignal): Promise<Listing> {
  const kms = kmsKeyId === undefined ? {} : ({ kmsAction: 'kms:Decrypt' } as const)
  const task: SsmTask = { ...taskOf(path, 'ssm:GetParametersByPath'), ...kms }
  const parameters = new Map<string, SsmParameter>()
  let next: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await explaining(task, () => client.readPage(path, next, signal))
    for (const parameter of page.parameters) parameters.set(parameter.name.slice(path.length + 1), parameter)
    next = page.next
    if (next === undefined) return parameters
  }
  throw tooLarge(task.place, `must hold at most ${MAX_PAGES * 10} parameters`, 'more')
}

/** What a listing says is the list now; undefined if there is none, or nothing that can be read. */
export function headIn(listing: Listing): ChunkHead | undefined {
  return readHead(listing.get('head')?.text ?? '')
}

type ParameterWrite = { readonly name: string; readonly text: string; readonly overwrite: boolean }

/** Writes a parameter below the list's path; false if there is one that is not to be written over. */
export async function writeParameter(place: ListPlace, write: ParameterWrite, signal: AbortSignal): Promise<boolean> {
  const { path, kmsKeyId, client } = place
  const name = `${path}/${write.name}`
  const kms = kmsKeyId === undefined ? {} : ({ kmsAction: 'kms:Encrypt' } as const)
  const version = await allowing('ParameterAlreadyExists', { ...taskOf(name, 'ssm:PutParameter'), ...kms }, () =>
    client.write({ ...write, name, isSecret: kmsKeyId !== undefined, kmsKeyId }, signal),
  )
  return version !== undefined
}

/** The chunks of the generation that was replaced, and of those that were abandoned, as of the latest write that is listed. */
export function outdatedChunks(before: Listing, generation: string): readonly string[] {
  const latest = Math.max(...[...before.values()].map(({ writtenAt = 0 }) => writtenAt))
  const replaced = headIn(before)?.generation
  return [...before].flatMap(([name, { writtenAt = latest }]) => {
    const [folder, number] = name.split('/')
    if (number === undefined || folder === generation) return []
    return folder === replaced || latest - writtenAt > ABANDONED_MILLISECONDS ? [name] : []
  })
}

/** Removes parameters below the list's path. */
export async function removeParameters(
  { path, client }: ListPlace,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const task = taskOf(path, 'ssm:DeleteParameters')
  for (let i = 0; i < names.length; i += MAX_REMOVALS) {
    const some = names.slice(i, i + MAX_REMOVALS).map((name) => `${path}/${name}`)
    await explaining(task, () => client.removeAll(some, signal))
  }
}

function taskOf(path: string, action: SsmTask['action']): SsmTask {
  return { place: `ssm:${path}`, action, page: 'docs/ranges.md' }
}
