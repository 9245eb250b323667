import type { AcceptanceRules } from '../ranges/acceptance-rules.ts'
import type { Feed } from '../ranges/feeds/feed.ts'
import type { ProviderList } from '../ranges/provider.ts'
import { type RefreshListOptions, refreshList } from './refresh-list.ts'
import type { RefreshResult } from './refresh-result.ts'

export type RefreshListsOptions = Pick<
  RefreshListOptions,
  'store' | 'now' | 'fetch' | 'limits' | 'sign' | 'open' | 'isDryRun' | 'signal'
> & {
  /** Refreshed one after another, in this order. */
  readonly feeds: readonly Feed[]
  readonly rulesOf: (provider: string) => AcceptanceRules
  readonly bundledOf?: (provider: string) => ProviderList | undefined
  /** The providers whose change a person has looked at. */
  readonly confirmed?: readonly string[]
  /** Hears of each result as soon as it is there. */
  readonly report?: (result: RefreshResult) => void
}

/** Refreshes several lists and returns what became of each. Never rejects, and no list's failure stops the others. */
export async function refreshLists(options: RefreshListsOptions): Promise<readonly RefreshResult[]> {
  const { feeds, rulesOf, bundledOf, confirmed = [], report, ...shared } = options
  const results: RefreshResult[] = []
  for (const feed of feeds) {
    const bundled = bundledOf?.(feed.provider)
    const isConfirmed = confirmed.includes(feed.provider)
    const rules = rulesOf(feed.provider)
    const result = await refreshList({ ...shared, feed, rules, bundled, confirmed: isConfirmed })
    report?.(result)
    results.push(result)
  }
  return results
}
