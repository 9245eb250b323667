import { MAX_AHEAD_SECONDS } from './record-limits.ts'

/** How far the age of a list has come: `warn` and `critical` are for alarms, `expired` for the configured action. */
export type Staleness = 'fresh' | 'warn' | 'critical' | 'expired'

const HOUR = 3600
/** A day's refresh failed, and half a day of attempts after it. */
const WARN_SECONDS = 36 * HOUR
const CRITICAL_SECONDS = 48 * HOUR
/** A weekend is not over by then; a vendor's notice before it uses new addresses, a week where there is one, is not either. */
const EXPIRED_SECONDS = 72 * HOUR
/** Tells from when its source last confirmed it how stale a list is. Both in Unix seconds. */
export function stalenessOf(checkedAt: number, now: number): Staleness {
  const age = now - checkedAt
  if (age >= EXPIRED_SECONDS) return 'expired'
  if (age >= CRITICAL_SECONDS || age < -MAX_AHEAD_SECONDS) return 'critical'
  return age >= WARN_SECONDS ? 'warn' : 'fresh'
}
