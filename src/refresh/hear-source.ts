import { describeFault } from '../fault/fault.ts'
import type { Feed } from '../ranges/feeds/feed.ts'
import type { RangesRecord } from '../ranges/record.ts'
import type { Word } from './decide-update.ts'
import { type FetchFeedOptions, fetchFeed } from './fetch-feed.ts'
import { showSource } from './show-source.ts'

export type Hearing =
  | { readonly ok: true; readonly word: Word }
  | { readonly ok: false; readonly outcome: 'refused' | 'failed'; readonly fault: string }

/** Asks a source whether `stored` still holds, or for the whole list without it, and reads the shape of what it says. */
export async function hearSource(
  feed: Feed,
  stored: RangesRecord | undefined,
  options: Omit<FetchFeedOptions, 'etags'>,
): Promise<Hearing> {
  // Those of another source, or of a feed that has changed its parts since, belong to other requests.
  const isSameFeed = stored?.source === feed.source && stored.etags.length === feed.requests.length
  const etags = isSameFeed ? stored.etags : []
  const answer = await fetchFeed(feed, { ...options, etags })
  if (!answer.ok) return answer
  const { bodies } = answer
  if (bodies === undefined && stored !== undefined) return { ok: true, word: { kind: 'same', record: stored } }
  const reading = feed.parse(bodies ?? [])
  if (reading.ok) return { ok: true, word: { kind: 'list', reading, etags: answer.etags } }
  const nextStep = 'The list from before stays. Look at what is published there'
  const path = showSource(feed.source)
  return {
    ok: false,
    outcome: 'refused',
    fault: describeFault({ code: 'BAD_SHAPE', path, rule: reading.fault, nextStep }),
  }
}
