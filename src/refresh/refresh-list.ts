import type { AcceptanceRules } from '../ranges/acceptance-rules.ts'
import type { Feed } from '../ranges/feeds/feed.ts'
import type { OwnedPrefix } from '../ranges/find-overlaps.ts'
import type { ProviderList } from '../ranges/provider.ts'
import type { Fetch, FetchLimits } from './fetch-limits.ts'
import type { ListStore } from './list-store.ts'
import type { RefreshResult } from './refresh-result.ts'

export type RefreshListOptions = {
  readonly feed: Feed
  readonly rules: AcceptanceRules
  readonly store: ListStore
  /** What is trusted while the store has nothing that can be read; a private list has none. */
  readonly bundled?: ProviderList | undefined
  /** Unix seconds. */
  readonly now: number
  readonly fetch?: Fetch
  readonly limits?: FetchLimits
  /** Makes the text that is stored out of a record's. */
  readonly sign?: (text: string) => Promise<string>
  /** Gives a record's text back out of what is stored; undefined if nobody that is trusted signed it. */
  readonly open?: (text: string) => Promise<string | undefined>
  /** A person has looked at this change, so what is held back for one may pass. Nothing else may. */
  readonly confirmed?: boolean
  readonly isDryRun?: boolean
  /** What stands for others: an added prefix must share no space with it. */
  readonly apartFrom?: readonly OwnedPrefix[]
  readonly signal?: AbortSignal
}

/** Brings one list up to date in its store, and returns what became of it. Never rejects. */
export async function refreshList(options: RefreshListOptions): Promise<RefreshResult> {
  const { provider } = options.feed
  return await Promise.resolve({
    provider,
    outcome: 'failed',
    record: undefined,
    isWritten: false,
    added: [],
    withdrawn: [],
    announced: [],
    faults: [`${provider}: not built yet`],
  })
}
