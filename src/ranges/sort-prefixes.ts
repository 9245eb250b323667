import type { Prefix } from '../net/prefix.ts'

/** Returns the prefixes in the order of a canonical list: IPv4 first, by address, and an outer prefix before an inner. */
export function sortPrefixes(prefixes: Iterable<Prefix>): Prefix[] {
  return [...prefixes].sort(comparePrefixes)
}

export function comparePrefixes(a: Prefix, b: Prefix): number {
  if (a.family !== b.family) return a.family - b.family
  for (let i = 0; i < 4; i++) {
    const difference = (a.words[i] ?? 0) - (b.words[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
