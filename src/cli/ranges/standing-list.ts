import { readRecord } from '../../ranges/read-record.ts'
import type { RangesRecord } from '../../ranges/record.ts'
import { recordOfList } from '../../ranges/record-of-list.ts'
import { snapshotList } from '../../ranges/snapshot.ts'
import { type Staleness, stalenessOf } from '../../ranges/staleness.ts'
import { isNewer } from '../../refresh/is-newer.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import type { OpenText } from './list-keys.ts'
import { STORE_TIMEOUT_MS } from './list-place.ts'

/** The list that stands for a name, and what is wrong with the one in the store. */
export type StandingList = {
  readonly name: string
  /** Undefined if there is none: no store has it, and it is not bundled. */
  readonly record: RangesRecord | undefined
  readonly from: 'store' | 'bundled' | undefined
  /** Of a stored list; what is bundled is as old as this version. */
  readonly staleness: Staleness | undefined
  /** Why the stored text is not believed. */
  readonly fault: string | undefined
  /** The stored list is older than the bundled one, which stands in its place. */
  readonly isOutdated: boolean
}

export type StandingOptions = {
  readonly store: ListStore | undefined
  readonly open: OpenText
  /** Unix seconds. */
  readonly now: number
}

/** Says of each name which list stands: the newer of the stored and the bundled one, as at an edge. */
export async function readStanding(
  names: readonly string[],
  { store, open, now }: StandingOptions,
): Promise<readonly StandingList[]> {
  const texts = await store?.read(names, AbortSignal.timeout(STORE_TIMEOUT_MS))
  return await Promise.all(names.map((name) => choose(name, texts?.get(name), { open, now })))
}

type ChooseOptions = Omit<StandingOptions, 'store'>

async function choose(name: string, text: string | undefined, { open, now }: ChooseOptions): Promise<StandingList> {
  const bundled = bundledRecord(name)
  const stored = text === undefined ? undefined : await readStored(name, text, open)
  const inPlace: StandingList = {
    name,
    record: bundled,
    from: bundled && 'bundled',
    staleness: undefined,
    fault: undefined,
    isOutdated: false,
  }
  if (stored === undefined) return inPlace
  if (typeof stored === 'string') return { ...inPlace, fault: stored }
  if (bundled !== undefined && isNewer(bundled, stored, now)) return { ...inPlace, isOutdated: true }
  return { ...inPlace, record: stored, from: 'store', staleness: stalenessOf(stored.checkedAt, now) }
}

/** The record of a bundled list, undefined if none of this name is bundled. */
export function bundledRecord(name: string): RangesRecord | undefined {
  const list = snapshotList(name)
  return list && recordOfList(list)
}

/** The record in a stored text, or why it is not believed. */
export async function readStored(name: string, text: string, open: OpenText): Promise<RangesRecord | string> {
  const opened = await open(text)
  if (!opened.ok) return opened.fault
  const reading = await readRecord(opened.text)
  if (!reading.ok) return reading.fault
  if (reading.record.provider === name) return reading.record
  return `must be the list ${name}; it is ${reading.record.provider}, put there under another name`
}
