import { OriginError } from '../origin-error.ts'

/** How old keys may become, and how long getting them may take. */
export type KeyTimes = {
  /** From this age on the next request has them loaded anew, beside its own work; from twice this age on it waits. */
  readonly refreshSeconds: number
  /**
   * From this age on they are not used, and requests are refused until a load succeeds. So long at the most a revoked
   * key is believed while what would say so cannot be reached.
   */
  readonly maxAgeSeconds: number
  /** A load that takes longer has failed; nobody waits longer for keys. */
  readonly timeoutSeconds: number
}

/** A week. Whoever wants a key believed for longer wants a set that does not change: that of `importKeySet`. */
const LONGEST_AGE_SECONDS = 604_800
const LONGEST_TIMEOUT_SECONDS = 60

/** Returns the times as given, the rest as in `defaults`, or throws an OriginError. */
export function readKeyTimes(given: Partial<KeyTimes>, defaults: KeyTimes): KeyTimes {
  const { timeoutSeconds, maxAgeSeconds, refreshSeconds } = { ...defaults, ...given }
  checkTime('timeoutSeconds', timeoutSeconds, LONGEST_TIMEOUT_SECONDS)
  checkTime('maxAgeSeconds', maxAgeSeconds, LONGEST_AGE_SECONDS)
  checkTime('refreshSeconds', refreshSeconds, maxAgeSeconds)
  return { timeoutSeconds, maxAgeSeconds, refreshSeconds }
}

function checkTime(path: keyof KeyTimes, seconds: number, longest: number): void {
  if (seconds > 0 && seconds <= longest) return
  const rule = `is above 0 and at most ${longest}`
  const nextStep = 'Leave it out, or choose a time within these bounds'
  throw new OriginError({ code: 'BAD_LIMIT', path, rule, received: String(seconds), nextStep })
}
