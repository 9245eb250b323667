import type { Feed } from '../ranges/feeds/feed.ts'
import { askPatiently, type Patience } from './ask-patiently.ts'
import type { Answer } from './ask-source.ts'
import { FetchFailure } from './fetch-failure.ts'

export type FetchFeedOptions = Patience & {
  /** Entity tags of the list that is there, one for each request; without them it is asked for whole. */
  readonly etags?: readonly string[]
}

export type FeedAnswer =
  /** `bodies` for the feed to parse; undefined if the source says of every part that it is as it was. */
  | { readonly ok: true; readonly bodies: readonly string[] | undefined; readonly etags: readonly string[] }
  | { readonly ok: false; readonly outcome: 'refused' | 'failed'; readonly fault: string }

/**
 * Asks the source of a list for it, and returns the bodies unread. Never rejects.
 *
 * What comes is claimed text of anybody's who can answer there: the certificate is checked, no redirect is followed, and
 * a body ends at the feed's own limit, decoded. An answer counts as one only when it came to its end in time.
 */
export async function fetchFeed(feed: Feed, options: FetchFeedOptions = {}): Promise<FeedAnswer> {
  const { etags = [] } = options
  try {
    const first = await askAll(feed, etags, options)
    const isSame = ({ kind }: Answer): boolean => kind === 'same'
    if (first.length > 0 && first.every(isSame)) return { ok: true, bodies: undefined, etags }
    // The list is read from all of its parts, and one that is as it was came without a body.
    const answers = first.some(isSame) ? await askAll(feed, [], options) : first
    const parts = answers.filter((answer) => answer.kind === 'body')
    return { ok: true, bodies: parts.map(({ body }) => body), etags: parts.map(({ etag }) => etag) }
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error
    return { ok: false, outcome: error.outcome, fault: error.message }
  }
}

/** One after another: the sources are few, and a refresh has time. */
async function askAll(feed: Feed, etags: readonly string[], patience: Patience): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const [i, request] of feed.requests.entries())
    answers.push(await askPatiently(request, etags[i] ?? '', patience))
  return answers
}
