/** A source of numbers from 0 up to, not including, 1. */
export type Random = () => number

/** Gives the same numbers for the same seed on every machine (Mulberry32), so that two runs measure the same inputs. */
export function seedRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const folded = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((folded ^ (folded >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from `low` to `high`, both included. */
export function pickInteger(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}

export function pickOne<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[pickInteger(random, 0, items.length - 1)]
  if (item === undefined) throw new RangeError('nothing to pick from an empty list')
  return item
}
