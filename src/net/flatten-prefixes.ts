import type { Words } from './address.ts'
import { bitsOf, maskOf, type Prefix } from './prefix.ts'

export type Labelled<Label> = { readonly prefix: Prefix; readonly label: Label }

/** From `words` on, up to the next boundary, every address has this label. */
export type Boundary<Label> = { readonly words: Words; readonly label: Label | undefined }

/**
 * Turns nested prefixes of one family into the sorted addresses at which the longest match changes.
 *
 * The sweep keeps the prefixes that are open where it stands, the innermost last. There are at most twice as many
 * boundaries as prefixes, and the first is always at address zero. Empty in, empty out.
 */
export function flattenPrefixes<Label>(entries: readonly Labelled<Label>[]): Boundary<Label>[] {
  if (entries.length === 0) return []
  const boundaries: Boundary<Label>[] = [{ words: new Uint32Array(4), label: undefined }]
  const open: Labelled<Label>[] = []
  for (const entry of [...entries].sort(byPlace)) {
    closeBefore(entry.prefix.words, open, boundaries)
    refuseTwice(open.at(-1), entry)
    pushBoundary(boundaries, { words: entry.prefix.words, label: entry.label })
    open.push(entry)
  }
  closeBefore(undefined, open, boundaries)
  return boundaries
}

/** Closes, innermost first, what ends before `words`; everything, if there is no next prefix. */
function closeBefore<Label>(words: Words | undefined, open: Labelled<Label>[], boundaries: Boundary<Label>[]): void {
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const next = firstBehind(last.prefix)
    if (words !== undefined && (next === undefined || compareWords(next, words) > 0)) return
    open.pop()
    if (next !== undefined) pushBoundary(boundaries, { words: next, label: open.at(-1)?.label })
  }
}

/** Where two prefixes begin at one address, the later of them is the longer and takes the place. */
function pushBoundary<Label>(boundaries: Boundary<Label>[], boundary: Boundary<Label>): void {
  const last = boundaries.at(-1)
  if (last !== undefined && compareWords(last.words, boundary.words) === 0) boundaries.pop()
  boundaries.push(boundary)
}

function refuseTwice<Label>(outer: Labelled<Label> | undefined, entry: Labelled<Label>): void {
  if (outer?.prefix.text !== entry.prefix.text || outer.label === entry.label) return
  throw new RangeError(`${entry.prefix.text} has two labels; keep one`)
}

function byPlace<Label>(a: Labelled<Label>, b: Labelled<Label>): number {
  return compareWords(a.prefix.words, b.prefix.words) || a.prefix.length - b.prefix.length
}

function compareWords(a: Words, b: Words): number {
  for (let i = 0; i < 4; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The address behind a prefix's last one; undefined if the prefix reaches the end of the address space. */
function firstBehind(prefix: Prefix): Words | undefined {
  const words = prefix.words.map((word, i) => word | ~maskOf(prefix.length, i))
  for (let i = bitsOf(prefix.family) / 32 - 1; i >= 0; i--) {
    words[i] = (words[i] ?? 0) + 1
    if (words[i] !== 0) return prefix.family === 4 ? words.fill(0, 1) : words
  }
  return undefined
}
