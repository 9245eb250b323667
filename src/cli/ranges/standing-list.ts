import type { KeySet } from '../../assertion/key-set.ts'
import type { ReadLists } from '../../platform/lists/read-lists.ts'
import { isNewer } from '../../ranges/is-newer.ts'
import type { RangesRecord } from '../../ranges/record.ts'
import { recordOfList } from '../../ranges/record-of-list.ts'
import { snapshotList } from '../../ranges/snapshot.ts'
import { type Staleness, stalenessOf } from '../../ranges/staleness.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import { readStoredList } from '../../settings/stored-list.ts'
import { readFrom } from './list-place.ts'
import { describeStoredFault, type UnusableList } from './unusable-list.ts'

/** The list that stands for a name, and what is wrong with the one in the store. */
export type StandingList = {
  readonly name: string
  /** Undefined if there is none: no store has it, and it is not bundled. */
  readonly record: RangesRecord | undefined
  readonly from: 'store' | 'bundled' | undefined
  /** Of a stored list; what is bundled is as old as this version. */
  readonly staleness: Staleness | undefined
  /** Why the stored text is not believed. */
  readonly fault: UnusableList | undefined
  /** The stored list is older than the bundled one, which stands in its place. */
  readonly isOutdated: boolean
}

export type StandingOptions = {
  readonly store: ListStore | undefined
  /** Whose signature a stored list needs; undefined: none is asked for, as where settings have no `ranges.signedBy`. */
  readonly keys: KeySet | undefined
  /** Unix seconds. */
  readonly now: number
}

/**
 * Says of each name which list stands: the newer of the stored and the bundled one, as at an edge. One that cannot be read
 * is one that is not believed; if none can, rejects as the store does.
 */
export async function readStanding(
  names: readonly string[],
  { store, keys, now }: StandingOptions,
): Promise<readonly StandingList[]> {
  const { stored, unread } = store === undefined ? NOTHING_READ : await readFrom(store, names)
  const textOf = (name: string): string | UnusableList | undefined => {
    const reason = unread.get(name)
    return reason === undefined ? stored.get(name) : describeStoredFault('store-failed', reason)
  }
  return await Promise.all(names.map((name) => choose(name, textOf(name), { keys, now })))
}

const NOTHING_READ: ReadLists = { stored: new Map(), unread: new Map() }

type ReadOptions = Omit<StandingOptions, 'store'>

async function choose(
  name: string,
  text: string | UnusableList | undefined,
  rules: ReadOptions,
): Promise<StandingList> {
  const bundled = bundledRecord(name)
  const stored = typeof text === 'string' ? await readStored(name, text, rules) : text
  const inPlace: StandingList = {
    name,
    record: bundled,
    from: bundled && 'bundled',
    staleness: undefined,
    fault: undefined,
    isOutdated: false,
  }
  if (stored === undefined) return inPlace
  if ('reason' in stored) return { ...inPlace, fault: stored }
  if (bundled !== undefined && isNewer(bundled, stored, rules.now)) return { ...inPlace, isOutdated: true }
  return { ...inPlace, record: stored, from: 'store', staleness: stalenessOf(stored.checkedAt, rules.now) }
}

/** The record of a bundled list, undefined if none of this name is bundled. */
export function bundledRecord(name: string): RangesRecord | undefined {
  const list = snapshotList(name)
  return list && recordOfList(list)
}

/** The record in a stored text, or why it is not believed: the same as an edge would say. */
export async function readStored(name: string, text: string, rules: ReadOptions): Promise<RangesRecord | UnusableList> {
  const read = await readStoredList(name, text, rules)
  return read.ok ? read.record : describeStoredFault(read.fault, read.detail)
}
