import type { RangesRecord } from '../ranges/record.ts'

/** A record that was checked later than this from now comes from a clock that is wrong, and must not stand for ever. */
const MAX_AHEAD_SECONDS = 3600

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
