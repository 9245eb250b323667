import { requirePrefix } from '../net/prefix.ts'
import type { RangesRecord } from './record.ts'
import { sortPrefixes } from './sort-prefixes.ts'

/**
 * Returns what is trusted at `now`, in Unix seconds: the list, and of what was withdrawn all whose time has not come.
 *
 * In the order of a list, and the list itself once nothing drains.
 */
export function trustedPrefixes(record: RangesRecord, now: number): readonly string[] {
  const draining = record.pending.filter(({ until }) => now < until)
  if (draining.length === 0) return record.prefixes
  const texts = [...record.prefixes, ...draining.map(({ prefix }) => prefix)]
  return sortPrefixes(texts.map(requirePrefix)).map(({ text }) => text)
}
