import { containsPrefix, type Prefix } from '../net/prefix.ts'
import { comparePrefixes } from './sort-prefixes.ts'

/** Address space that two providers claim. */
export type Overlap = { readonly outer: OwnedPrefix; readonly inner: OwnedPrefix }

export type OwnedPrefix = { readonly provider: string; readonly prefix: Prefix }

/**
 * Finds address space that is in the lists of two providers. Of each outer prefix it names the inner ones.
 *
 * Prefixes are nested or apart, so in sorted order whatever overlaps a prefix follows it before anything else does.
 */
export function findOverlaps(owned: Iterable<OwnedPrefix>): readonly Overlap[] {
  const overlaps: Overlap[] = []
  let outer: OwnedPrefix | undefined
  for (const inner of [...owned].sort((a, b) => comparePrefixes(a.prefix, b.prefix))) {
    if (outer === undefined || !containsPrefix(outer.prefix, inner.prefix)) outer = inner
    else if (outer.provider !== inner.provider) overlaps.push({ outer, inner })
  }
  return overlaps
}
