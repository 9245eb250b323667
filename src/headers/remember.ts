export type Room = {
  readonly entries: number
  /** Longer keys are worked out each time: clients choose them, and a few huge ones would fill the memory. */
  readonly keyLength: number
}

/**
 * Returns `compute` with some of its results kept. `compute` has to depend on its argument alone.
 *
 * Once full it forgets everything and begins anew: whatever clients send, it takes no more room than that, and what is
 * common comes back at once. Keep no promises: on Workers they belong to the request that made them.
 */
export function remember<Key extends string, Value extends object | string>(
  room: Room,
  compute: (key: Key) => Value,
): (key: Key) => Value {
  const kept = new Map<Key, Value>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const value = compute(key)
    if (key.length > room.keyLength) return value
    if (kept.size >= room.entries) kept.clear()
    kept.set(key, value)
    return value
  }
}
