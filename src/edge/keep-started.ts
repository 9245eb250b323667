/** How long what was started is used, and how long a failed start is not repeated. */
export type StartTimes = {
  /** After this age the next request starts anew, and is served like others by what there is until that has succeeded. */
  readonly renewAfterSeconds: number
  /** After this age it serves no more: a key that was revoked must not sign for ever because its store is away. */
  readonly dropAfterSeconds: number
  /** A start that failed is not tried again within this time: it costs as much as many requests. */
  readonly retryAfterSeconds: number
}

type Started<Value> = { readonly value: Value; readonly at: number }

/**
 * Returns a function that hands out the result of `start`, starting when there is none or it is old; undefined if it
 * could not be started. `now` is in Unix seconds. `onFault` is told of each start that failed.
 *
 * Results are kept and never promises: on Workers a promise belongs to the request that made it, and stays pending for
 * ever once that request has been cancelled. Requests that come at the same time may each start; only one result stays.
 */
export function keepStarted<From, Value>(
  start: (from: From) => Promise<Value>,
  onFault: (error: unknown) => void,
  times: StartTimes,
): (from: From, now: number) => Value | undefined | Promise<Value | undefined> {
  let started: Started<Value> | undefined
  let waitUntil = Number.NEGATIVE_INFINITY

  const ageAt = (now: number): number => (started === undefined ? Number.POSITIVE_INFINITY : now - started.at)

  const usableAt = (now: number): Value | undefined =>
    ageAt(now) < times.dropAfterSeconds ? started?.value : undefined

  const startNow = async (from: From, now: number): Promise<void> => {
    // While there is something to serve with, one start at a time is enough.
    if (usableAt(now) !== undefined) waitUntil = now + times.retryAfterSeconds
    try {
      started = { value: await start(from), at: now }
      waitUntil = Number.NEGATIVE_INFINITY
    } catch (error) {
      waitUntil = now + times.retryAfterSeconds
      onFault(error)
    }
  }

  const renew = async (from: From, now: number): Promise<Value | undefined> => {
    const starting = now >= waitUntil ? startNow(from, now) : undefined
    if (usableAt(now) === undefined) await starting
    return usableAt(now)
  }

  return (from, now) => (ageAt(now) < times.renewAfterSeconds ? started?.value : renew(from, now))
}
