import { printAddress } from './address.ts'
import { bitsOf, type Prefix } from './prefix.ts'

/** The two blocks that a prefix consists of, the lower one first; undefined for a single address. */
export function halvesOf(prefix: Prefix): readonly [lower: Prefix, upper: Prefix] | undefined {
  const { family, words, length } = prefix
  if (length === bitsOf(family)) return undefined
  const upper = words.map((word, i) => word | bitIn(length, i))
  return [blockOf(prefix, words, length + 1), blockOf(prefix, upper, length + 1)]
}

/** The block that a prefix is one half of; undefined for the whole address space. */
export function wholeOf(prefix: Prefix): Prefix | undefined {
  const length = prefix.length - 1
  if (length < 0) return undefined
  const words = prefix.words.map((word, i) => word & ~bitIn(length, i))
  return blockOf(prefix, words, length)
}

function blockOf({ family }: Prefix, words: Prefix['words'], length: number): Prefix {
  return { family, words, length, text: `${printAddress(words, family)}/${length}` }
}

/** The bit behind a prefix of this length, if it falls on word `index`. */
function bitIn(length: number, index: number): number {
  return length >>> 5 === index ? 1 << (31 - (length & 31)) : 0
}
