import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requirePrefix } from '../../src/net/prefix.ts'
import { sizeOf, spaceOf } from '../../src/ranges/address-space.ts'
import { aggregatePrefixes } from '../../src/ranges/aggregate-prefixes.ts'
import { diffLists } from '../../src/ranges/diff-lists.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import vectors from '../vectors/range-aggregate.json' with { type: 'json' }
import { addressesOf, fewestBlocks, smallBlocks } from './small-world.ts'

function except(blocks: readonly string[], others: readonly string[]): Set<number> {
  const gone = addressesOf(others)
  return new Set([...addressesOf(blocks)].filter((address) => !gone.has(address)))
}

describe('joining prefixes', () => {
  test.each(vectors)('$name', ({ given, want }) => {
    expect(aggregatePrefixes(given)).toEqual(want)
  })

  test('keeps exactly the addresses, in the fewest blocks, whatever the order', () => {
    fc.assert(
      fc.property(smallBlocks, (blocks) => {
        const joined = aggregatePrefixes(blocks)
        expect(addressesOf(joined)).toEqual(addressesOf(blocks))
        expect(joined).toHaveLength(fewestBlocks(addressesOf(blocks)))
        expect(aggregatePrefixes(blocks.toReversed())).toEqual(joined)
        expect(sizeOf(spaceOf(blocks.map(requirePrefix)))).toBe(addressesOf(blocks).size)
      }),
    )
  })

  test('refuses what is no block', () => {
    expect(() => aggregatePrefixes(['192.0.2.1/24'])).toThrow('192.0.2.1/24')
  })
})

describe('the difference of two lists', () => {
  test.each([
    { name: 'is none where a block was split', before: ['192.0.2.0/24'], after: ['192.0.2.0/25', '192.0.2.128/25'] },
    { name: 'is none where blocks were merged', before: ['192.0.2.0/25', '192.0.2.128/25'], after: ['192.0.2.0/24'] },
    { name: 'is none where a nested block went', before: ['192.0.2.0/24', '192.0.2.9/32'], after: ['192.0.2.0/24'] },
    {
      name: 'names whole blocks that came and went',
      before: ['192.0.2.0/24', '198.51.100.0/24'],
      after: ['192.0.2.0/24', '2001:db8::/32'],
      added: ['2001:db8::/32'],
      removed: ['198.51.100.0/24'],
    },
    {
      name: 'names the rest of a block that was cut',
      before: ['192.0.2.0/24'],
      after: ['192.0.2.64/26'],
      removed: ['192.0.2.0/26', '192.0.2.128/25'],
    },
    {
      name: 'names what is new around a block',
      before: ['192.0.2.4/30'],
      after: ['192.0.2.0/29'],
      added: ['192.0.2.0/30'],
    },
  ])('$name', ({ before, after, added = [], removed = [] }) => {
    expect(diffLists(before, after)).toEqual({ added, removed })
  })

  test('is exact for any two lists', () => {
    fc.assert(
      fc.property(smallBlocks, smallBlocks, (before, after) => {
        const { added, removed } = diffLists(before, after)
        expect(addressesOf(added)).toEqual(except(after, before))
        expect(addressesOf(removed)).toEqual(except(before, after))
      }),
    )
  })

  test('of the longest list is found at once', () => {
    const { prefixes } = SNAPSHOT.bunny
    expect(diffLists(prefixes.slice(1), prefixes.slice(0, -1))).toEqual({
      added: [prefixes[0]],
      removed: [prefixes.at(-1)],
    })
  })
})
