import type { RangesRecord } from '../ranges/record.ts'

/** What became of one list in a refresh: facts for a log, a metric and the command line. */
export type RefreshResult = {
  readonly provider: string
  /** `changed`: another list was accepted. `unchanged`: the same one, confirmed. Otherwise nothing was written. */
  readonly outcome: 'changed' | 'unchanged' | 'refused' | 'failed'
  /** What is in the store now; undefined if there is none. */
  readonly record: RangesRecord | undefined
  readonly added: readonly string[]
  /** Begun to drain by this refresh. */
  readonly withdrawn: readonly string[]
  /** New in the vendor's wider list, and not yet in this one. */
  readonly announced: readonly string[]
  /** Why it was refused or failed: each rule with its numbers, every value escaped. */
  readonly faults: readonly string[]
}
