const SIGNALS = ['SIGINT', 'SIGTERM'] as const

export type Interruption = {
  /** Resolves when the process is asked to end. */
  readonly promise: Promise<undefined>
  /** Gives the signals back their usual meaning. */
  readonly forget: () => void
}

/**
 * Waits for Ctrl-C, so that what was started can be ended before the process is.
 *
 * Takes the signals from whoever had them: Wrangler's simulator ends the process at once, with connections half served.
 * To be called after it was loaded.
 */
export function interruption(): Interruption {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const onSignal = (): void => resolve(undefined)
  for (const signal of SIGNALS) process.removeAllListeners(signal).on(signal, onSignal)
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  return { promise, forget }
}
