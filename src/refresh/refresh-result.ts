import type { RangesRecord } from '../ranges/record.ts'

/** What became of one list in a refresh: facts for a log, a metric and the command line. */
export type RefreshResult = {
  readonly provider: string
  /**
   * `changed`: another list was accepted. `unchanged`: the same one, confirmed. `refused`: the source answered, and its
   * answer must not be trusted. `failed`: there was no whole answer, or the store could not be read or written.
   */
  readonly outcome: 'changed' | 'unchanged' | 'refused' | 'failed'
  /**
   * The list that stands after this refresh: accepted, confirmed, or if it was refused or failed the one from before,
   * which is the bundled one where the store has none. Undefined: there is no list at all.
   */
  readonly record: RangesRecord | undefined
  /** A list that was only confirmed is not written each time, and in a dry run nothing is. */
  readonly isWritten: boolean
  readonly added: readonly string[]
  /** Begun to drain by this refresh. */
  readonly withdrawn: readonly string[]
  /** New in the vendor's wider list, and not yet in this one. */
  readonly announced: readonly string[]
  /**
   * Why it was refused or failed: each rule with its numbers, every value escaped. A list that was accepted has faults
   * only if the stored one was no longer readable; that one is replaced.
   */
  readonly faults: readonly string[]
}
