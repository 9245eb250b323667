import { rulesOf } from '../../ranges/acceptance-rules.ts'
import { FEEDS, privateFeed } from '../../ranges/feeds/feed-of.ts'
import { snapshotList } from '../../ranges/snapshot.ts'
import type { RefresherOptions } from './open-refresher.ts'

/** The vendors' own feeds, what their lists have to be, and what stands in for one that no store has yet. */
export const VENDOR_FEEDS: Pick<RefresherOptions, 'feeds' | 'privateFeed' | 'rulesOf' | 'bundledOf'> = {
  feeds: FEEDS,
  privateFeed,
  rulesOf,
  bundledOf: snapshotList,
}
