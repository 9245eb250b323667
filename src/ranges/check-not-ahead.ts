import type { AcceptanceRules } from './acceptance-rules.ts'
import type { FeedVersion } from './feeds/feed.ts'
import type { ListFault } from './list-fault.ts'
import type { RangesRecord } from './record.ts'

const DAY = 86_400

/** Azure counts one change a week or so; a file that lies unread for some weeks is behind by no more than these. */
const MOST_UNSEEN_CHANGES = 30

type Moment = {
  readonly rules: AcceptanceRules
  readonly previous: RangesRecord | undefined
  /** Unix seconds. */
  readonly now: number
}

/**
 * Holds a list's version against what the vendor can have reached by now.
 *
 * No older version is ever accepted, so that one from the end of all numbers would be the last: no list after it, and no
 * person either, could take back what it says.
 */
export function checkNotAhead(version: FeedVersion | undefined, moment: Moment): readonly ListFault[] {
  const newest = newestVersion(moment)
  if (version?.order === undefined || newest === undefined || version.order <= newest) return []
  return [{ reason: 'version-ahead', version: version.text, newest }]
}

function newestVersion({ rules, previous, now }: Moment): number | undefined {
  if (rules.versions === 'seconds') return Math.floor(now) + DAY
  const last = previous?.version?.order
  if (rules.versions === undefined || previous === undefined || last === undefined) return undefined
  return last + MOST_UNSEEN_CHANGES + Math.max(0, Math.floor((now - previous.checkedAt) / DAY))
}
