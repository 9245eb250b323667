import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confirmRecord, type UpdatedList } from '../../src/ranges/apply-update.ts'
import { printRecord, readRecord } from '../../src/ranges/read-record.ts'
import type { PendingRemoval, RangesRecord } from '../../src/ranges/record.ts'
import { trustedPrefixes } from '../../src/ranges/trusted-prefixes.ts'
import vectors from '../vectors/range-drain.json' with { type: 'json' }
import { type Step, update } from './replay-updates.ts'
import { addressesOf, smallBlocks } from './small-world.ts'

type Wanted = Partial<Pick<UpdatedList, 'added' | 'withdrawn' | 'announced'>> & {
  readonly pending?: readonly PendingRemoval[]
  /** In the record itself. */
  readonly recorded?: readonly string[]
}
type DrainVector = {
  readonly name: string
  readonly drainSeconds: number
  readonly steps: readonly (Step & Wanted)[]
  readonly trusted: readonly Step[]
}
const drains: readonly DrainVector[] = vectors

describe('draining', () => {
  test.each(drains)('$name', async ({ drainSeconds, steps, trusted }) => {
    let record: RangesRecord | undefined
    for (const step of steps) {
      const updated = await update(record, step, drainSeconds)
      const { added, withdrawn, announced } = updated
      const { at, prefixes, wider, facts, ...wanted } = step
      expect({
        added,
        withdrawn,
        announced,
        pending: updated.record.pending,
        recorded: updated.record.added,
      }).toMatchObject(wanted)
      record = updated.record
    }
    const seen = trusted.map(({ at }) => ({ at, prefixes: record && trustedPrefixes(record, at) }))
    expect(seen).toEqual(trusted)
  })

  test('agrees for any history, at any time, with a set of addresses and the times at which each went', async () => {
    const steps = fc.array(
      fc.record({
        wait: fc.integer({ min: 0, max: 1500 }),
        prefixes: smallBlocks.filter((blocks) => blocks.length > 0),
      }),
      {
        maxLength: 8,
      },
    )
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 5 }), async (history, looks) => {
        const oracle = new Map<number, number>()
        let record: RangesRecord | undefined
        let now = 1000
        for (const { wait, prefixes } of history) {
          now += wait
          record = (await update(record, { at: now, prefixes }, 900)).record
          remember(oracle, addressesOf(prefixes), now + 900)
          expect(await readRecord(printRecord(record))).toEqual({ ok: true, record })
          for (const time of [now, ...looks.map((look) => now + look)]) {
            expect(addressesOf(trustedPrefixes(record, time))).toEqual(livingAt(oracle, time))
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** The oracle: each address with the time at which its trust ends. What is in the list has none. */
function remember(oracle: Map<number, number>, live: ReadonlySet<number>, until: number): void {
  for (const address of live) oracle.set(address, Number.POSITIVE_INFINITY)
  for (const [address, end] of oracle) {
    if (!live.has(address) && end === Number.POSITIVE_INFINITY) oracle.set(address, until)
  }
}

function livingAt(oracle: ReadonlyMap<number, number>, time: number): Set<number> {
  return new Set([...oracle].flatMap(([address, end]) => (time < end ? [address] : [])))
}

describe('the record of an update', () => {
  test('keeps the time at which a list was first accepted while the list is the same', async () => {
    const first = (await update(undefined, { at: 1000, prefixes: ['192.0.2.0/24'] }, 900)).record
    const again = (await update(first, { at: 2000, prefixes: ['192.0.2.0/24'] }, 900)).record
    const other = (await update(again, { at: 3000, prefixes: ['192.0.2.0/25'] }, 900)).record
    const times = [first, again, other].map(({ acceptedAt, checkedAt }) => [acceptedAt, checkedAt])
    expect(times).toEqual([
      [1000, 1000],
      [1000, 2000],
      [3000, 3000],
    ])
  })

  test('that its source confirmed is checked then, and drains what it drained', async () => {
    const first = (await update(undefined, { at: 0, prefixes: ['192.0.2.0/24', '198.51.100.0/24'] }, 900)).record
    const { record } = await update(first, { at: 1000, prefixes: ['192.0.2.0/24'] }, 900)
    expect(confirmRecord(record, 1500.5)).toEqual({ ...record, checkedAt: 1500 })
    expect(confirmRecord(record, 1900)).toEqual({ ...record, checkedAt: 1900, pending: [] })
  })

  test.each([
    { name: 'an entity tag without end', facts: { etags: ['"1"', 'x'.repeat(513)] }, want: { etags: ['"1"', ''] } },
    { name: 'a hundred entity tags', facts: { etags: Array.from({ length: 100 }, () => 'x') }, want: {} },
    { name: 'a version without end', facts: { version: { text: 'x'.repeat(513) } }, want: {} },
    { name: 'a version without a text', facts: { version: { text: '', order: 7 } }, want: {} },
    {
      name: 'a wider list of all there is',
      facts: { wider: ['0.0.0.0/0', '::/0'] },
      want: { wider: ['192.0.2.0/24'] },
    },
    { name: 'a wider list of a page', facts: { wider: ['<html>'] }, want: { wider: ['192.0.2.0/24'] } },
    {
      name: 'a wider list of ten thousand hosts',
      facts: { wider: Array.from({ length: 10_000 }, (_, i) => `203.0.${i >> 8}.${i & 255}/32`) },
      want: { wider: ['192.0.2.0/24'] },
    },
    { name: 'a wider list twice over', facts: { wider: ['2001:DB8::/32', '2001:db8::/32'] }, want: {} },
  ])('can be read although the source sent $name', async ({ facts, want }) => {
    const step = { at: 1000, prefixes: ['192.0.2.0/24'], wider: ['192.0.2.0/24'] }
    const { record } = await update((await update(undefined, step, 900)).record, { ...step, facts }, 900)
    expect(await readRecord(printRecord(record))).toEqual({ ok: true, record })
    expect(record).toMatchObject(want)
  })
})
