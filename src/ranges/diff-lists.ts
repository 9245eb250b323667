import { requirePrefix } from '../net/prefix.ts'
import { spaceOf, withoutSpace } from './address-space.ts'

export type ListDiff = { readonly added: readonly string[]; readonly removed: readonly string[] }

/**
 * Returns the blocks of addresses that only one of two lists holds, sorted.
 *
 * It compares addresses and not lines: a block that was split or merged is no difference, and of one that was cut the
 * part that went is named. Throws a RangeError for a text that is no CIDR block.
 */
export function diffLists(before: readonly string[], after: readonly string[]): ListDiff {
  const old = before.map(requirePrefix)
  const young = after.map(requirePrefix)
  return {
    added: withoutSpace(young, spaceOf(old)).map(({ text }) => text),
    removed: withoutSpace(old, spaceOf(young)).map(({ text }) => text),
  }
}
