import { bitsOf, containsPrefix, type Prefix } from '../net/prefix.ts'
import { halvesOf, wholeOf } from '../net/split-prefix.ts'
import { comparePrefixes, sortPrefixes } from './sort-prefixes.ts'

/** A set of addresses as the fewest prefixes that hold exactly these: sorted, apart, no two of them halves of one. */
export type AddressSpace = readonly Prefix[]

/** The addresses of all the prefixes together. Nested ones go, two halves become their whole; nothing else is added. */
export function spaceOf(prefixes: Iterable<Prefix>): AddressSpace {
  const space: Prefix[] = []
  for (const prefix of outermostOf(prefixes)) {
    space.push(prefix)
    for (let whole = joinLast(space); whole !== undefined; whole = joinLast(space)) space.splice(-2, 2, whole)
  }
  return space
}

/** What is left of the prefixes without the addresses of `taken`: whole where they share none, else in pieces. */
export function withoutSpace(prefixes: Iterable<Prefix>, taken: AddressSpace): readonly Prefix[] {
  return outermostOf(prefixes).flatMap((prefix) => cut(prefix, taken))
}

/** The first prefix of a space that shares addresses with `prefix`. */
export function findSharing(space: AddressSpace, prefix: Prefix): Prefix | undefined {
  let low = 0
  let high = space.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = space[middle]
    if (other !== undefined && comparePrefixes(other, prefix) <= 0) low = middle + 1
    else high = middle
  }
  const before = space[low - 1]
  if (before !== undefined && containsPrefix(before, prefix)) return before
  const behind = space[low]
  return behind !== undefined && containsPrefix(prefix, behind) ? behind : undefined
}

/** The number of addresses in prefixes that are apart. Rounded to 53 bits, which is enough for shares. */
export function sizeOf(prefixes: readonly Prefix[]): number {
  return prefixes.reduce((sum, { family, length }) => sum + 2 ** (bitsOf(family) - length), 0)
}

function outermostOf(prefixes: Iterable<Prefix>): readonly Prefix[] {
  const outermost: Prefix[] = []
  for (const prefix of sortPrefixes(prefixes)) {
    const last = outermost.at(-1)
    if (last === undefined || !containsPrefix(last, prefix)) outermost.push(prefix)
  }
  return outermost
}

function joinLast(space: readonly Prefix[]): Prefix | undefined {
  const [lower, upper] = space.slice(-2)
  if (lower === undefined || upper === undefined || lower.length !== upper.length) return undefined
  const whole = wholeOf(upper)
  return whole !== undefined && containsPrefix(whole, lower) ? whole : undefined
}

function cut(prefix: Prefix, taken: AddressSpace): readonly Prefix[] {
  const other = findSharing(taken, prefix)
  if (other === undefined) return [prefix]
  if (containsPrefix(other, prefix)) return []
  return halvesOf(prefix)?.flatMap((half) => cut(half, taken)) ?? []
}
