import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Family, printAddress } from '../../src/net/address.ts'
import type { Labelled } from '../../src/net/flatten-prefixes.ts'
import { bitsOf, containsPrefix, maskOf, type Prefix, parsePrefix } from '../../src/net/prefix.ts'
import { buildPrefixTable } from '../../src/net/prefix-table.ts'

/** The table as no one can get it wrong: look at every prefix, keep the longest that holds the address. */
function naiveFind(entries: readonly Labelled<string>[], address: Prefix): string | undefined {
  const around = entries.filter(({ prefix }) => containsPrefix(prefix, address))
  return around.sort((a, b) => b.prefix.length - a.prefix.length)[0]?.label
}

function prefixOf(family: Family, words: readonly number[], length: number): Prefix {
  const masked = words.map((word, i) => (family === 4 && i > 0 ? 0 : (word & maskOf(length, i)) >>> 0))
  const text = `${printAddress(Uint32Array.from(masked), family)}/${length}`
  return { family, words: Uint32Array.from(masked), length, text }
}

const family = fc.constantFrom<Family>(4, 6)
// Words near the ends of the space and near each other, so that prefixes nest, touch and reach the last address.
const word = fc.oneof(
  fc.nat(3),
  fc.nat(3).map((n) => (~n & 0xffff_ffff) >>> 0),
  fc.nat(0xffff_ffff),
  fc.constant(0x1_0000),
)
const words = fc.tuple(word, word, word, word)
const prefix = fc
  .tuple(family, words, fc.nat(128))
  .map(([kind, four, length]) => prefixOf(kind, four, Math.min(length, bitsOf(kind))))
const entries = fc.uniqueArray(prefix, { selector: ({ text, family: kind }) => `${kind} ${text}`, maxLength: 40 })

describe('a prefix table', () => {
  test('finds what a naive table finds', () => {
    fc.assert(
      fc.property(entries, fc.array(fc.tuple(family, words), { maxLength: 20 }), (prefixes, queries) => {
        const labelled = prefixes.map((item) => ({ prefix: item, label: item.text }))
        const table = buildPrefixTable(labelled)
        const edges = prefixes.map((item) => [item.family, [...item.words]] as const)
        for (const [kind, four] of [...queries, ...edges]) {
          const address = prefixOf(kind, four, bitsOf(kind))
          expect(table.find(address.words, kind)).toBe(naiveFind(labelled, address))
        }
      }),
      { numRuns: 1500 },
    )
  })

  test('keeps the families apart: ::/0 holds no IPv4 address', () => {
    const table = buildPrefixTable([{ prefix: prefixOf(6, [0, 0, 0, 0], 0), label: 'all' }])
    expect(table.find(new Uint32Array(4), 6)).toBe('all')
    expect(table.find(new Uint32Array(4), 4)).toBeUndefined()
  })

  test('refuses one prefix with two labels, and takes it twice with one', () => {
    const twice = (labels: readonly string[]): Labelled<string>[] =>
      labels.map((label) => ({ prefix: prefixOf(4, [0xc000_0200, 0, 0, 0], 24), label }))
    expect(() => buildPrefixTable(twice(['a', 'b']))).toThrow('192.0.2.0/24 has two labels')
    expect(buildPrefixTable(twice(['a', 'a'])).find(Uint32Array.of(0xc000_0201, 0, 0, 0), 4)).toBe('a')
  })

  test.each([
    '192.0.2.0',
    '192.0.2.1/24',
    '192.0.2.0/33',
    '192.0.2.0/024',
    '192.0.2.0/',
    '/24',
    '192.0.2.0/-1',
    '2001:db8::/129',
    '::ffff:0.0.0.0/95',
    'fe80::%eth0/64',
  ])('has no prefix %s', (text) => {
    expect(parsePrefix(text)).toBeUndefined()
  })

  test.each([
    { text: '2001:DB8::/32', canonical: '2001:db8::/32' },
    { text: '::ffff:192.0.2.0/120', canonical: '192.0.2.0/24' },
    { text: '0.0.0.0/0', canonical: '0.0.0.0/0' },
  ])('reads $text as $canonical', ({ text, canonical }) => {
    expect(parsePrefix(text)?.text).toBe(canonical)
  })
})
