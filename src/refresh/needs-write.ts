import { printRecord } from '../ranges/read-record.ts'
import type { RangesRecord } from '../ranges/record.ts'
import type { StoreReading } from './read-from-store.ts'

/** Of a list that is only confirmed; the levels of staleness begin at 36 h. */
const CONFIRM_EVERY_SECONDS = 3600

/**
 * Tells whether a record has to be written over what the store holds.
 *
 * Every change is written at once. That an unchanged list was confirmed is written at most once an hour, as writes cost
 * money and KV gives 1,000 a day: a reader then takes a list for up to an hour older than it is, never for younger.
 */
export function needsWrite(stored: StoreReading, next: RangesRecord): boolean {
  if (stored.kind !== 'list') return true
  const { record } = stored
  const isSame = printContent(record, next.checkedAt) === printContent(next, next.checkedAt)
  // A time that lies ahead was written by a clock that is wrong.
  return !isSame || Math.abs(next.checkedAt - record.checkedAt) >= CONFIRM_EVERY_SECONDS
}

/** All but what changes by itself: times of checks, drains that are over, and entity tags, as each edge may have its own. */
function printContent(record: RangesRecord, now: number): string {
  const pending = record.pending.filter(({ until }) => until > now)
  return printRecord({ ...record, acceptedAt: 0, checkedAt: 0, etags: [], pending })
}
