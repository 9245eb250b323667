import { rulesOf } from '../../ranges/acceptance-rules.ts'
import { FEEDS, privateFeed } from '../../ranges/feeds/feed-of.ts'
import type { ProviderList } from '../../ranges/provider.ts'
import { SNAPSHOT } from '../../ranges/snapshot.ts'
import type { RefresherOptions } from './open-refresher.ts'

// A map, so that no name finds anything on a prototype.
const bundled = new Map<string, ProviderList>(Object.entries(SNAPSHOT))

/** The vendors' own feeds, what their lists have to be, and what stands in for one that no store has yet. */
export const VENDOR_FEEDS: Pick<RefresherOptions, 'feeds' | 'privateFeed' | 'rulesOf' | 'bundledOf'> = {
  feeds: FEEDS,
  privateFeed,
  rulesOf,
  bundledOf: (provider) => bundled.get(provider),
}
