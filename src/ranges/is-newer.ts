import type { RangesRecord } from './record.ts'
import { MAX_AHEAD_SECONDS } from './record-limits.ts'

/**
 * Tells whether one record is newer than another: by the vendor's own order if both have a place in it and it differs,
 * else by when the source last confirmed them. `now` is in Unix seconds.
 */
export function isNewer(one: RangesRecord, other: RangesRecord, now: number): boolean {
  const order = one.version?.order
  const otherOrder = other.version?.order
  if (order !== undefined && otherOrder !== undefined && order !== otherOrder) return order > otherOrder
  return one.checkedAt > other.checkedAt && one.checkedAt <= now + MAX_AHEAD_SECONDS
}
