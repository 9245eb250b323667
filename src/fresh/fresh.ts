import { isWithin, startLimit, type Timed, type Turn, waitForTurn } from './turn.ts'

/** What happened to a value that is kept fresh: facts for a log or a metric. */
export type FreshEvent = {
  /** `loaded`: there is a new value. `load-failed`: there is none. `expired`: the last one is too old, and is dropped. */
  readonly event: 'loaded' | 'load-failed' | 'expired'
  /** The age of the value that was there before; undefined if there was none. */
  readonly ageSeconds: number | undefined
  /** Loads that failed one after another up to here. */
  readonly failures: number
  /** What the load threw. Not to be shown as it is: a store may quote what it holds. */
  readonly error?: unknown
}

export type FreshOptions<From, Value> = {
  /** Has to end, or be given up, when the signal aborts. */
  readonly load: (from: From, signal: AbortSignal) => Promise<Value>
  /** From this age on the next caller has it loaded anew, and is served like others by what there is until then. */
  readonly softSeconds: number
  /**
   * From this age on callers wait for it to be loaded, and are served the old one only if that fails: after a quiet time
   * the first answer should not be the one of long ago. The hard age if left out.
   */
  readonly waitSeconds?: number
  /** From this age on it is not served: a key that was revoked must not sign for ever because its store is away. */
  readonly hardSeconds: number
  /** A load that takes longer has failed. */
  readonly timeoutSeconds: number
  /** How long a load that failed is not repeated; twice as long after each further failure, up to 16 times. */
  readonly retrySeconds: number
  /** The part of the soft age and of a pause that chance takes away, lest all processes come at once; 0.1 if left out. */
  readonly jitter?: number
  /** At least 0 and less than 1. */
  readonly random?: () => number
  readonly report?: (event: FreshEvent) => void
}

/**
 * `now` is in Unix seconds. A caller that knows better than the times says from which age on it would rather wait, in
 * place of `waitSeconds`; while the last load's failure is young it gets the old value as others do. Undefined: there is
 * nothing that may be served.
 */
export type Fresh<From, Value> = (
  from: From,
  now: number,
  waitSeconds?: number,
) => Value | undefined | Promise<Value | undefined>

/** `seconds` is its soft age. */
type Kept<Value> = Timed & { readonly value: Value }

/**
 * Returns a function that hands out what `load` gave, loading it when there is none or it is old, one load at a time.
 *
 * Results are kept and never promises: on Workers a promise belongs to the request that made it and stays pending for
 * ever once that is cancelled, and on Lambda a load is frozen with its process. So a load is under way for no longer
 * than `timeoutSeconds` of the callers' clock, and who finds nothing but a load waits for it with a promise of its own.
 */
export function keepFresh<From, Value>(options: FreshOptions<From, Value>): Fresh<From, Value> {
  const { timeoutSeconds, hardSeconds, waitSeconds = hardSeconds, jitter = 0.1, random = Math.random } = options
  let kept: Kept<Value> | undefined
  let turn: Turn = { at: 0, seconds: 0 }
  let failures = 0

  const spread = (seconds: number): number => seconds * (1 - jitter * random())
  const tell = (event: FreshEvent['event'], now: number, error?: unknown): void =>
    options.report?.({ event, ageSeconds: kept && now - kept.at, failures, error })
  const usableAt = (now: number): Kept<Value> | undefined =>
    kept && isWithin(kept, now, hardSeconds) ? kept : undefined

  const load = async (from: From, at: number): Promise<Value | undefined> => {
    const waiting: ((at: number) => void)[] = []
    const own = { at, seconds: timeoutSeconds, waiting }
    turn = own
    const keep = (value: Value): void => {
      // One that comes late, as it was frozen, is good unless there is a newer one.
      if (turn !== own && kept && kept.at > at) return
      tell('loaded', at)
      kept = { at, seconds: spread(options.softSeconds), value }
      failures = 0
      // It is over, and whoever wants a newer value need not wait for its time to be up.
      own.seconds = 0
    }
    const fail = (error: unknown): void => {
      // That one was overtaken says nothing of the store.
      if (turn !== own) return
      turn = { at, seconds: spread(options.retrySeconds * 2 ** Math.min(failures++, 4)) }
      tell('load-failed', at, error)
    }
    await new Promise<void>((resolve, reject) => {
      options.load(from, startLimit(timeoutSeconds, reject)).then(keep).then(resolve, reject)
    }).catch(fail)
    // If it was overtaken, time has gone on to where that other one began at least.
    for (const wake of waiting) wake(turn.at)
    return usableAt(at)?.value
  }

  const ask: Fresh<From, Value> = (from, now, patience = waitSeconds) => {
    const usable = usableAt(now)
    if (kept && !usable) {
      tell('expired', now)
      kept = undefined
    }
    const isBusy = isWithin(turn, now)
    const needsNoWait = usable !== undefined && isWithin(usable, now, patience)
    if (usable && needsNoWait && (isWithin(usable, now) || isBusy)) return usable.value
    const loading = isBusy ? waitForTurn(turn, now)?.then((later) => ask(from, later)) : load(from, now)
    return needsNoWait ? usable.value : (loading ?? usable?.value)
  }
  return ask
}
