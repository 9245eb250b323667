import { printAddress } from '../../../../net/address.ts'
import { containsPrefix, type Prefix, requirePrefix } from '../../../../net/prefix.ts'

/** Returns as few prefixes as cover exactly the same addresses: nested ones go, and two halves become their whole. */
export function aggregatePrefixes(texts: readonly string[]): readonly string[] {
  const known = new Map(withoutNested(texts.map(requirePrefix)).map((prefix) => [prefix.text, prefix]))
  const longest = Math.max(0, ...[...known.values()].map(({ length }) => length))
  // From the longest on, so that a whole that comes of two halves may be a half itself.
  for (let length = longest; length > 0; length--) {
    for (const one of [...known.values()].filter((prefix) => prefix.length === length)) {
      const other = flipLastBit(one)
      if (!known.has(one.text) || !known.has(other.text)) continue
      known.delete(one.text)
      known.delete(other.text)
      const whole = wholeOf(one)
      known.set(whole.text, whole)
    }
  }
  return [...known.keys()]
}

function withoutNested(prefixes: readonly Prefix[]): readonly Prefix[] {
  return prefixes.filter((one) => !prefixes.some((other) => other.text !== one.text && containsPrefix(other, one)))
}

/** The other half of the whole that a prefix is one half of. */
function flipLastBit({ words, family, length }: Prefix): Prefix {
  const flipped = words.map((word, i) => word ^ bitIn(i, length))
  return requirePrefix(`${printAddress(flipped, family)}/${length}`)
}

function wholeOf({ words, family, length }: Prefix): Prefix {
  const cleared = words.map((word, i) => word & ~bitIn(i, length))
  return requirePrefix(`${printAddress(cleared, family)}/${length - 1}`)
}

/** The last bit that counts of a prefix of this length, if it falls on word `index`. */
function bitIn(index: number, length: number): number {
  const bit = length - 1
  return bit >>> 5 === index ? 1 << (31 - (bit & 31)) : 0
}
