import { requirePrefix } from '../net/prefix.ts'
import { spaceOf } from './address-space.ts'

/**
 * Returns the fewest prefixes that hold exactly the same addresses, sorted: nested ones go, and two halves become their
 * whole. Never an address more, whatever a target's limit is. Throws a RangeError for a text that is no CIDR block.
 */
export function aggregatePrefixes(prefixes: readonly string[]): readonly string[] {
  return spaceOf(prefixes.map(requirePrefix)).map(({ text }) => text)
}
