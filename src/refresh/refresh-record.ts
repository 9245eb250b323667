import type { ListCounts } from '../ranges/provider.ts'
import { type Staleness, stalenessOf } from '../ranges/staleness.ts'
import type { RefreshResult } from './refresh-result.ts'

/** What became of a list, for a structured log and the metrics made from it. Level 50 or 60 is the alarm. */
export type RefreshRecord = {
  /** The numbers that pino writes: info, error, fatal. Fatal: the list that stands is critically old, too. */
  readonly level: 30 | 50 | 60
  /** Milliseconds since 1970. */
  readonly time: number
  readonly msg: 'ranges changed' | 'ranges unchanged' | 'ranges refused' | 'ranges not refreshed'
  readonly provider: string
  /** Of the list that stands, as the age and the staleness are. */
  readonly counts: ListCounts | undefined
  readonly addedCount: number
  readonly withdrawnCount: number
  /** The first 50 of each. */
  readonly added: readonly string[]
  readonly withdrawn: readonly string[]
  /** Seen in the vendor's wider list: they may be added here before long. */
  readonly announced: readonly string[]
  /** Since the source last said that the list that stands is so. */
  readonly ageSeconds: number | undefined
  /** Undefined if there is no list at all. */
  readonly staleness: Staleness | undefined
  readonly faults: readonly string[]
}

const MESSAGES = {
  changed: 'ranges changed',
  unchanged: 'ranges unchanged',
  refused: 'ranges refused',
  failed: 'ranges not refreshed',
} as const

/** A line of a log has an end: what a list of hosts adds in a week is hundreds. */
const MAX_SHOWN_PREFIXES = 50

/** Returns what to log of a result at `time` (milliseconds): one record for each, so that a fault is one alarm. */
export function refreshRecord(result: RefreshResult, time: number): RefreshRecord {
  const { provider, record, added, withdrawn, announced, faults } = result
  const now = Math.floor(time / 1000)
  const staleness = record && stalenessOf(record.checkedAt, now)
  return {
    level: levelOf(result, staleness),
    time,
    msg: MESSAGES[result.outcome],
    provider,
    counts: record?.counts,
    addedCount: added.length,
    withdrawnCount: withdrawn.length,
    added: added.slice(0, MAX_SHOWN_PREFIXES),
    withdrawn: withdrawn.slice(0, MAX_SHOWN_PREFIXES),
    announced: announced.slice(0, MAX_SHOWN_PREFIXES),
    ageSeconds: record && Math.max(0, now - record.checkedAt),
    staleness,
    faults,
  }
}

function levelOf({ outcome, faults }: RefreshResult, staleness: Staleness | undefined): RefreshRecord['level'] {
  const isWell = (outcome === 'changed' || outcome === 'unchanged') && faults.length === 0
  if (isWell) return 30
  return staleness === 'fresh' || staleness === 'warn' ? 50 : 60
}
