import { type Family, printAddress, readAddress, type Words } from './address.ts'

/** One address block: the network's words, and how many leading bits of them count. */
export type Prefix = {
  readonly family: Family
  readonly words: Words
  readonly length: number
  /** Canonical text, such as `2001:db8::/32`. */
  readonly text: string
}

const LENGTH = /^(?:0|[1-9][0-9]{0,2})$/

/**
 * Returns the block that `text` writes in CIDR notation (RFC 4632 section 3.1), or undefined if it is not exactly that.
 *
 * A length is required, and bits behind it must be zero: `198.51.100.7/24` may mean the host or the network, and a
 * trust list is no place to guess. IPv4-mapped blocks of /96 and longer become the IPv4 block they stand for.
 */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/')
  const digits = text.slice(slash + 1)
  if (slash < 0 || !LENGTH.test(digits)) return undefined
  const words = new Uint32Array(4)
  const family = readAddress(words, text, 0, slash)
  if (family === 0) return undefined
  const isMapped = family === 4 && text.includes(':')
  const length = isMapped ? Number(digits) - 96 : Number(digits)
  if (length < 0 || length > bitsOf(family) || hasHostBits(words, length)) return undefined
  return { family, words, length, text: `${printAddress(words, family)}/${length}` }
}

/** {@link parsePrefix} for texts of the program's own. Throws a RangeError for what is no block. */
export function requirePrefix(text: string): Prefix {
  const prefix = parsePrefix(text)
  if (prefix === undefined) throw new RangeError(`no canonical prefix: ${text}`)
  return prefix
}

/** True if every address of `inner` is one of `outer`. */
export function containsPrefix(outer: Prefix, inner: Prefix): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) return false
  return outer.words.every((word, i) => ((word ^ (inner.words[i] ?? 0)) & maskOf(outer.length, i)) === 0)
}

/** The number of bits in an address of `family`. */
export function bitsOf(family: Family): 32 | 128 {
  return family === 4 ? 32 : 128
}

/** The part of a prefix length's mask that falls on word `index`, as a 32-bit pattern. */
export function maskOf(length: number, index: number): number {
  const bits = Math.min(32, Math.max(0, length - index * 32))
  return bits === 0 ? 0 : -1 << (32 - bits)
}

function hasHostBits(words: Words, length: number): boolean {
  return words.some((word, i) => (word & ~maskOf(length, i)) !== 0)
}
