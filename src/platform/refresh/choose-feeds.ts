import { describeValue } from '../../fault/escape-text.ts'
import type { Feed } from '../../ranges/feeds/feed.ts'
import type { PrivateList, RefreshDemand } from './read-demand.ts'
import { RefreshError } from './refresh-error.ts'

export type KnownFeeds = {
  /** By the names of providers. */
  readonly feeds: Readonly<Record<string, Feed>>
  readonly privateFeed: (list: PrivateList) => Feed
}

/**
 * Returns the feeds that were asked for, each once; without a demand those of every provider.
 *
 * Throws a {@link RefreshError} for a provider that is not known, and says which are.
 */
export function chooseFeeds({ providers, lists = [] }: RefreshDemand, { feeds, privateFeed }: KnownFeeds): Feed[] {
  const known = new Map(Object.entries(feeds))
  const chosen = [...new Set(providers ?? known.keys())].map((name) => {
    const feed = known.get(name)
    if (feed === undefined) throw unknownProvider(name, [...known.keys()])
    return feed
  })
  return [...chosen, ...lists.map(privateFeed)]
}

function unknownProvider(name: string, known: readonly string[]): RefreshError {
  const rule = `must be one of ${known.join(', ')}`
  const nextStep = 'Correct it, or give a list of your own under "lists"'
  return new RefreshError({ code: 'BAD_FEEDS', path: 'providers', rule, received: describeValue(name), nextStep })
}
