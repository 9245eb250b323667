import type { ListCounts } from '../ranges/provider.ts'
import type { RefreshResult } from './refresh-result.ts'

/** What became of a list, for a structured log and the metrics made from it. Level 50 or 60 is the alarm. */
export type RefreshRecord = {
  /** The numbers that pino writes: info, error, fatal. */
  readonly level: 30 | 50 | 60
  /** Milliseconds since 1970. */
  readonly time: number
  readonly msg: 'ranges changed' | 'ranges unchanged' | 'ranges refused' | 'ranges not refreshed'
  readonly provider: string
  readonly counts: ListCounts | undefined
  readonly added: readonly string[]
  readonly withdrawn: readonly string[]
  readonly announced: readonly string[]
  /** Since the source last said that the list that stands is so. */
  readonly ageSeconds: number | undefined
  readonly staleness: 'fresh' | 'warn' | 'critical' | 'expired' | undefined
  readonly faults: readonly string[]
}

/** Returns what to log of a result at `time` (milliseconds): one record for each, so that a fault is one alarm. */
export function refreshRecord(result: RefreshResult, time: number): RefreshRecord {
  const { provider, record, added, withdrawn, announced, faults } = result
  return {
    level: faults.length > 0 ? 50 : 30,
    time,
    msg: MESSAGES[result.outcome],
    provider,
    counts: record?.counts,
    added,
    withdrawn,
    announced,
    ageSeconds: record && Math.floor(time / 1000) - record.checkedAt,
    staleness: undefined,
    faults,
  }
}

const MESSAGES = {
  changed: 'ranges changed',
  unchanged: 'ranges unchanged',
  refused: 'ranges refused',
  failed: 'ranges not refreshed',
} as const
