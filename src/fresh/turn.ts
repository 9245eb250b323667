/** What holds for some seconds of the callers' clock. */
export type Timed = { readonly at: number; readonly seconds: number }

/** A load, which is over in time whatever becomes of it, with those that wait for it; or the pause after one that failed. */
export type Turn = Timed & { readonly waiting?: ((at: number) => void)[] }

/** In either direction, as clocks are set back too: a time that lies far ahead must not hold until it comes. */
export function isWithin(timed: Timed, now: number, seconds = timed.seconds): boolean {
  return Math.abs(now - timed.at) < seconds
}

/** A signal that aborts after `seconds`, and tells `onEnd` its reason then. */
export function startLimit(seconds: number, onEnd: (reason: unknown) => void): AbortSignal {
  const signal = AbortSignal.timeout(Math.ceil(seconds * 1000))
  signal.addEventListener('abort', () => onEnd(signal.reason))
  return signal
}

/**
 * Fulfils with the time to go on at, once the load has ended or its turn is over; undefined during a pause.
 *
 * The promise is the caller's own: the load's belongs to another request, and stays pending if that is cancelled.
 */
export function waitForTurn({ at, seconds, waiting }: Turn, now: number): Promise<number> | undefined {
  // A little later, lest the sum be rounded to a time within the turn.
  const end = at + seconds + 0.01
  return (
    waiting &&
    new Promise((resolve) => {
      waiting.push(resolve)
      startLimit(end - now, () => resolve(end))
    })
  )
}
