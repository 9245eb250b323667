import type { AcceptanceRules } from '../ranges/acceptance-rules.ts'
import type { Feed } from '../ranges/feeds/feed.ts'
import type { OwnedPrefix } from '../ranges/find-overlaps.ts'
import { isNewer } from '../ranges/is-newer.ts'
import type { ProviderList } from '../ranges/provider.ts'
import type { RangesRecord } from '../ranges/record.ts'
import { recordOfList } from '../ranges/record-of-list.ts'
import { explainRefreshError } from './explain-refresh-error.ts'
import type { Fetch, FetchLimits } from './fetch-limits.ts'
import { hearSource } from './hear-source.ts'
import type { ListStore } from './list-store.ts'
import { readFromStore } from './read-from-store.ts'
import type { RefreshResult } from './refresh-result.ts'
import { type Start, settleUpdate, standStill } from './settle-update.ts'

export type RefreshListOptions = {
  readonly feed: Feed
  readonly rules: AcceptanceRules
  readonly store: ListStore
  /** What is trusted while the store has nothing that can be read; a private list has none. */
  readonly bundled?: ProviderList | undefined
  /** Unix seconds. */
  readonly now: number
  /** How to fetch, where it is not by the global `fetch`. */
  readonly fetch?: Fetch
  readonly limits?: FetchLimits
  /** Makes the text that is stored out of a record's. */
  readonly sign?: (text: string) => Promise<string>
  /** Gives a record's text back out of what is stored; undefined if nobody that is trusted signed it. */
  readonly open?: (text: string) => Promise<string | undefined>
  /** A person has looked at this change, so what is held back for one may pass. Nothing else may. */
  readonly confirmed?: boolean
  /** Decides as always and writes nothing. */
  readonly isDryRun?: boolean
  /** What stands for others: an added prefix must share no space with it. */
  readonly apartFrom?: readonly OwnedPrefix[]
  readonly signal?: AbortSignal
}

/**
 * Brings one list up to date in its store, and returns what became of it. Never rejects.
 *
 * Nothing that the source sends is trusted before it kept every rule; a list that breaks one, or does not come whole,
 * changes nothing. A stored list that cannot be read or opened is no ground to trust whatever comes next: the new one is
 * held against the bundled list then, and the result says so. What others wrote meanwhile is never replaced by something
 * older. An unchanged list is written at most once an hour, so its age in the store may be an hour too high.
 *
 * @example
 * const result = await refreshList({ feed: FEEDS.fastly, rules: rulesOf('fastly'), store, bundled: SNAPSHOT.fastly, now })
 * if (result.faults.length > 0) alarm(refreshRecord(result, Date.now()))
 */
export async function refreshList(options: RefreshListOptions): Promise<RefreshResult> {
  const { feed, store, now } = options
  const path = `${store.name} ${feed.provider}`
  const bundled = options.bundled && recordOfList(options.bundled)
  let start: Start = { stored: { kind: 'none' }, previous: bundled, faults: [] }
  try {
    start = await begin(options, bundled)
    const { stored, previous } = start
    const isStored = stored.kind === 'list' && stored.record === previous
    const hearing = await hearSource(feed, isStored ? stored.record : undefined, options)
    if (!hearing.ok) return standStill(start, { provider: feed.provider, outcome: hearing.outcome }, [hearing.fault])
    return await settleUpdate(hearing.word, start, { ...options, now: Math.floor(now) })
  } catch (error) {
    return standStill(start, { provider: feed.provider, outcome: 'failed' }, [explainRefreshError(error, path)])
  }
}

/** The newer of the stored and the bundled list is what the readers trust, so it is what a new one is held against. */
async function begin(options: RefreshListOptions, bundled: RangesRecord | undefined): Promise<Start> {
  const stored = await readFromStore(options.feed.provider, options)
  if (stored.kind === 'unusable') return { stored, previous: bundled, faults: [stored.fault] }
  if (stored.kind === 'none') return { stored, previous: bundled, faults: [] }
  const isOutdated = bundled !== undefined && isNewer(bundled, stored.record, options.now)
  return { stored, previous: isOutdated ? bundled : stored.record, faults: [] }
}
