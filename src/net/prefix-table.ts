import type { Family, Words } from './address.ts'
import { type Boundary, flattenPrefixes, type Labelled } from './flatten-prefixes.ts'

/** Labels addresses by the longest prefix that holds them. Immutable once built. */
export type PrefixTable<Label> = {
  /** The label of the longest prefix around an address, undefined if there is none. Allocates nothing. */
  readonly find: (words: Words, family: Family) => Label | undefined
}

/**
 * Builds a table whose look-up cost hardly grows with the number of prefixes.
 *
 * Nested prefixes are flattened into boundaries: the sorted addresses at which the answer changes. A directory over the
 * first 16 bits then narrows each search to the boundaries of one 65,536th of the space, a handful even of 100,000.
 * It costs 256 KiB for each family in use and makes look-ups about five times as fast as the search alone.
 *
 * @throws RangeError if the same prefix is given twice with different labels: neither could be called the longer.
 */
export function buildPrefixTable<Label>(entries: Iterable<Labelled<Label>>): PrefixTable<Label> {
  const all = [...entries]
  const find4 = searchIPv4(flattenPrefixes(all.filter((entry) => entry.prefix.family === 4)))
  const find6 = searchIPv6(flattenPrefixes(all.filter((entry) => entry.prefix.family === 6)))
  return { find: (words, family) => (family === 4 ? find4(words) : find6(words)) }
}

type Search<Label> = (words: Words) => Label | undefined

function searchIPv4<Label>(boundaries: readonly Boundary<Label>[]): Search<Label> {
  if (boundaries.length === 0) return () => undefined
  const starts = Uint32Array.from(boundaries, (boundary) => boundary.words[0] ?? 0)
  const { labels, numbers } = numberLabels(boundaries)
  const directory = directoryOf(boundaries)
  return (words) => {
    const address = words[0] ?? 0
    let low = directory[address >>> 16] ?? 0
    let high = directory[(address >>> 16) + 1] ?? 0
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((starts[middle] ?? 0) <= address) low = middle
      else high = middle - 1
    }
    return labels[numbers[low] ?? 0]
  }
}

function searchIPv6<Label>(boundaries: readonly Boundary<Label>[]): Search<Label> {
  if (boundaries.length === 0) return () => undefined
  const starts = new Uint32Array(boundaries.length * 4)
  for (const [i, boundary] of boundaries.entries()) starts.set(boundary.words, i * 4)
  const { labels, numbers } = numberLabels(boundaries)
  const directory = directoryOf(boundaries)
  return (words) => {
    const top = (words[0] ?? 0) >>> 16
    let low = directory[top] ?? 0
    let high = directory[top + 1] ?? 0
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (startsAtOrBefore(starts, middle * 4, words)) low = middle
      else high = middle - 1
    }
    return labels[numbers[low] ?? 0]
  }
}

type NumberedLabels<Label> = {
  readonly labels: readonly (Label | undefined)[]
  readonly numbers: Uint16Array | Uint32Array
}

/** There are few labels and many boundaries: two bytes for each keep a large table in the processor's caches. */
function numberLabels<Label>(boundaries: readonly Boundary<Label>[]): NumberedLabels<Label> {
  const labels = [...new Set(boundaries.map((boundary) => boundary.label))]
  const numberOf = new Map(labels.map((label, i) => [label, i]))
  const { length } = boundaries
  const numbers = labels.length <= 0x1_0000 ? new Uint16Array(length) : new Uint32Array(length)
  for (const [i, { label }] of boundaries.entries()) numbers[i] = numberOf.get(label) ?? 0
  return { labels, numbers }
}

function startsAtOrBefore(starts: Uint32Array, at: number, words: Words): boolean {
  for (let i = 0; i < 4; i++) {
    const start = starts[at + i] ?? 0
    const word = words[i] ?? 0
    if (start !== word) return start < word
  }
  return true
}

/**
 * For each value of an address's first 16 bits, the boundary in force where they begin; one more entry ends the last.
 * The answer for an address then lies between its own entry and the next, both included.
 */
function directoryOf<Label>(boundaries: readonly Boundary<Label>[]): Uint32Array {
  const directory = new Uint32Array(0x1_0001)
  let current = 0
  for (let top = 0; top < directory.length; top++) {
    const limit = top * 0x1_0000
    while (current + 1 < boundaries.length && startsBy(boundaries[current + 1], limit)) current++
    directory[top] = current
  }
  return directory
}

function startsBy<Label>(boundary: Boundary<Label> | undefined, limit: number): boolean {
  if (boundary === undefined) return false
  const [first = 0, ...rest] = boundary.words
  return first < limit || (first === limit && rest.every((word) => word === 0))
}
