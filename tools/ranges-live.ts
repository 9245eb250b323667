import { FEEDS } from '../src/ranges/feeds/feed-of.ts'
import { BUNDLED_NAMES, type ProviderList } from '../src/ranges/provider.ts'
import type { RangesRecord } from '../src/ranges/record.ts'
import { SNAPSHOT, snapshotList } from '../src/ranges/snapshot.ts'
import type { Fetch, FetchLimits } from '../src/refresh/fetch-limits.ts'
import { refreshLists } from '../src/refresh/refresh-lists.ts'
import type { RefreshResult } from '../src/refresh/refresh-result.ts'

export type LiveOptions = {
  readonly confirmed: readonly string[]
  /** Unix seconds. */
  readonly now: number
  readonly fetch?: Fetch
  readonly limits?: FetchLimits
}

export type LiveLists = {
  /** Every bundled list: the new one where one was accepted, else the one that is there. */
  readonly lists: readonly ProviderList[]
  /** Those that were refused or not had, with the reasons. */
  readonly held: readonly RefreshResult[]
}

const MS_PER_DAY = 86_400_000

/** A list that its vendor confirms gets the day of that once a month: each week would be a change that says nothing. */
const REDATED_AFTER_DAYS = 28

/** Asks every vendor for its list, held against the bundled one by the same rules as at any refresh. Nothing is stored. */
export async function fetchLists({ confirmed, now, ...how }: LiveOptions): Promise<LiveLists> {
  // A list that stands in a page for people was read by a person, on the day that it names.
  const feeds = BUNDLED_NAMES.map((name) => FEEDS[name]).filter(({ requests }) => requests.length > 0)
  const store = { name: 'bundled lists', read: async () => new Map<string, string>(), write: async () => undefined }
  const results = await refreshLists({ ...how, feeds, store, bundledOf: snapshotList, confirmed, now, isDryRun: true })
  const today = new Date(now * 1000).toISOString().slice(0, 10)
  const lists = BUNDLED_NAMES.map((name) => {
    const result = results.find(({ provider }) => provider === name)
    return result === undefined ? SNAPSHOT[name] : listAfter(SNAPSHOT[name], result, today)
  })
  return { lists, held: results.filter(({ faults }) => faults.length > 0) }
}

function listAfter(before: ProviderList, { outcome, record }: RefreshResult, today: string): ProviderList {
  if (record === undefined || outcome === 'refused' || outcome === 'failed') return before
  if (record.digest !== before.digest) return toList(before, record, today)
  const daysSince = (Date.parse(today) - Date.parse(before.retrieved)) / MS_PER_DAY
  return daysSince < REDATED_AFTER_DAYS ? before : toList(before, record, today)
}

function toList({ provider, source }: ProviderList, record: RangesRecord, retrieved: string): ProviderList {
  const { version, counts, digest, prefixes } = record
  return {
    provider,
    source,
    retrieved,
    ...(version === undefined ? {} : { version: version.text }),
    counts,
    digest,
    prefixes,
  }
}
