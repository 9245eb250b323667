import { KeyError } from '../../assertion/key-error.ts'
import type { KeySet } from '../../assertion/key-set.ts'
import { keepFresh } from '../../fresh/fresh.ts'
import { isWithin } from '../../fresh/turn.ts'
import { guardReport } from '../guard-report.ts'
import { KeySourceFailure, type KeySourceFault } from './key-source-failure.ts'
import type { KeyTimes } from './key-times.ts'

/** Where a verifier gets its keys from, each time that it needs them. Made by `fetchKeys` and `readKeyFile`. */
export type KeySource = {
  /**
   * The keys to verify with at `now` (Unix seconds); undefined while there are none. Never rejects.
   *
   * `missingKeyId` is a `kid` that the last answer did not have: the source looks for a newer set, and answers with what
   * it then has, but never looks more often than its floor allows, whatever names are asked for.
   */
  readonly keysAt: (now: number, missingKeyId?: string) => KeySet | undefined | Promise<KeySet | undefined>
}

/** What became of the keys: for logs and metrics. Nothing here holds key material. */
export type KeySourceEvent =
  | { readonly type: 'keys-loaded'; readonly keyIds: readonly string[] }
  /** The last good set is served until its age is `maxAgeSeconds`. `ageSeconds` is undefined where there is none. */
  | {
      readonly type: 'keys-not-loaded'
      readonly fault: KeySourceFault
      /** Loads that failed one after another up to here. */
      readonly failures: number
      readonly ageSeconds: number | undefined
    }
  /** From here on nothing is verified until a load succeeds. */
  | { readonly type: 'keys-expired'; readonly ageSeconds: number }

type KeysToKeep = {
  /** Rejects with {@link KeySourceFailure} or KeyError; has to end when the signal aborts. */
  readonly load: (signal: AbortSignal) => Promise<KeySet>
  readonly times: KeyTimes
  /** The time from one load to the next that a `kid` nobody knows may cause: whoever forges chooses the `kid`. */
  readonly floorSeconds: number
  readonly report?: ((event: KeySourceEvent) => void) | undefined
}

/** A failed load is repeated after this time at the earliest, and after twice as long each further time. */
const RETRY_SECONDS = 2

/** Returns a source that keeps what `load` gave fresh, and has it loaded early for a key that it does not know. */
export function keepKeys({ load, times, floorSeconds, report = ignore }: KeysToKeep): KeySource {
  const { refreshSeconds, maxAgeSeconds, timeoutSeconds } = times
  const tell = guardReport(report)
  let last = { at: Number.NEGATIVE_INFINITY, isUnderWay: false }
  let loaded: readonly string[] = []
  const start = async (now: number, signal: AbortSignal): Promise<KeySet> => {
    const own = { at: now, isUnderWay: true }
    last = own
    try {
      const keys = await load(signal)
      loaded = [...keys.keys()]
      return keys
    } finally {
      own.isUnderWay = false
    }
  }
  const fresh = keepFresh<number, KeySet>({
    load: start,
    softSeconds: refreshSeconds,
    // After a quiet time the first request waits, and is not verified by a set of long ago.
    waitSeconds: Math.min(2 * refreshSeconds, maxAgeSeconds),
    hardSeconds: maxAgeSeconds,
    timeoutSeconds,
    retrySeconds: RETRY_SECONDS,
    report: ({ event, ageSeconds, failures, error }) => {
      if (event === 'loaded') tell({ type: 'keys-loaded', keyIds: loaded })
      else if (event === 'expired') tell({ type: 'keys-expired', ageSeconds: ageSeconds ?? maxAgeSeconds })
      else tell({ type: 'keys-not-loaded', fault: faultOf(error, timeoutSeconds), failures, ageSeconds })
    },
  })
  const isTooSoon = (now: number): boolean => {
    // A load under way is waited for, not begun again. One that was frozen with its process counts until its time is up.
    if (last.isUnderWay && isWithin({ at: last.at, seconds: timeoutSeconds }, now)) return false
    return isWithin({ at: last.at, seconds: floorSeconds }, now)
  }
  return {
    keysAt: (now, missingKeyId) => {
      const hasToBeNew = missingKeyId !== undefined && !isTooSoon(now)
      return hasToBeNew ? fresh(now, now, 0) : fresh(now, now)
    },
  }
}

function faultOf(error: unknown, timeoutSeconds: number): KeySourceFault {
  if (error instanceof KeySourceFailure) return error.fault
  if (error instanceof KeyError) return { reason: 'bad-key-set', error }
  if (error instanceof Error && error.name === 'TimeoutError') return { reason: 'timeout', timeoutSeconds }
  return { reason: 'unreachable', error }
}

function ignore(): void {
  // Nobody wants to know.
}
