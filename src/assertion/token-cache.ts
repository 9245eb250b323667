/** Some 2 MB of tokens: room for the clients of a busy edge process, and a fixed one whatever clients send. */
export const MAX_CACHED_TOKENS = 4096

/** Tokens of the slot that `now` falls into. Holds none from another slot, and at most {@link MAX_CACHED_TOKENS}. */
export type TokenCache = {
  readonly find: (key: string, now: number) => string | undefined
  readonly keep: (key: string, now: number, token: string) => void
  readonly size: () => number
}

/**
 * Returns an empty cache whose tokens are good for one slot of `slotSeconds` each.
 *
 * It holds tokens and never promises of tokens: on Workers a promise belongs to the request that made it and stays
 * pending for ever if that request is cancelled. So two requests at once may both sign, and a failure is never kept.
 */
export function createTokenCache(slotSeconds: number): TokenCache {
  const tokens = new Map<string, string>()
  let slot = Number.NaN

  const enter = (now: number): void => {
    const entered = Math.floor(now / slotSeconds)
    if (entered === slot) return
    tokens.clear()
    slot = entered
  }

  const find = (key: string, now: number): string | undefined => {
    enter(now)
    return tokens.get(key)
  }

  const keep = (key: string, now: number, token: string): void => {
    // Signing took time: meanwhile another request may have opened the next slot.
    if (Math.floor(now / slotSeconds) !== slot) return
    if (tokens.size >= MAX_CACHED_TOKENS) deleteOldest(tokens)
    tokens.set(key, token)
  }

  return { find, keep, size: () => tokens.size }
}

function deleteOldest(tokens: Map<string, string>): void {
  const [oldest] = tokens.keys()
  if (oldest !== undefined) tokens.delete(oldest)
}
