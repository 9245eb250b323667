import { describe, expect, test } from 'vitest'
import { rulesOf } from '../../src/ranges/acceptance-rules.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { type RefreshListOptions, refreshList } from '../../src/refresh/refresh-list.ts'
import { memoryListStore } from './memory-list-store.ts'
import { fastly, feedOf, GONE, HOUR, NOW, record, refresh, rules, without } from './refresh-fastly.ts'

describe('a stored list that cannot be used', () => {
  test.each([
    { name: 'damaged text', text: '{"v":1', fault: 'a record is one JSON object' },
    {
      name: 'a prefix that was added by hand',
      text: printRecord(record()).replace('"23.235.32.0/20"', '"23.235.32.0/20","104.16.0.0/13"'),
      fault: 'BAD_STORED_LIST at memory fastly',
    },
    {
      name: 'the list of another',
      text: printRecord(recordOfList(SNAPSHOT.cloudflare)),
      fault: 'must be of fastly; got cloudflare',
    },
  ])('$name is said, and replaced by what the bundled list vouches for', async ({ text, fault }) => {
    const { result, stored } = await refresh({ feed: feedOf({ claimed: without(GONE) }) }, { fastly: text })
    expect(result).toMatchObject({ outcome: 'changed', isWritten: true, withdrawn: [GONE] })
    expect(result.faults).toEqual([expect.stringContaining(fault)])
    expect(stored).toBe(result.record && printRecord(result.record))
  })

  test('is no ground to take whatever comes next', async () => {
    const other = feedOf({ claimed: SNAPSHOT.imperva.prefixes })
    const wide = { ...rulesOf('imperva'), anchors: [] }
    const { result, stored } = await refresh({ feed: other, rules: wide }, { fastly: 'damaged' })
    expect(result).toMatchObject({ outcome: 'refused', record: recordOfList(fastly) })
    expect(result.faults.length).toBeGreaterThan(1)
    expect(stored).toBe('damaged')
  })
})

describe('a signed store', () => {
  const sign = async (text: string) => `signed:${text}`
  const open = async (text: string) => (text.startsWith('signed:') ? text.slice(7) : undefined)

  test('is opened and signed', async () => {
    const { result, stored } = await refresh({ sign, open }, { fastly: `signed:${printRecord(record())}` })
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten: true, faults: [] })
    expect(stored).toBe(result.record && `signed:${printRecord(result.record)}`)
  })

  test('with a list that nobody signed goes on from the bundled one and says so', async () => {
    const wide = record({ version: { text: 'z', order: 9 } })
    const { result, stored } = await refresh({ sign, open }, { fastly: printRecord(wide) })
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten: true })
    expect(result.faults).toEqual([expect.stringContaining('must be signed by a key that is trusted here')])
    expect(stored).toMatch(/^signed:/)
  })

  test('is not overwritten by a refresher without its key', async () => {
    const { result, stored } = await refresh({}, { fastly: 'e30.e30.c2ln' })
    expect(result).toMatchObject({ outcome: 'failed', isWritten: false })
    expect(result.faults).toEqual([expect.stringContaining('SIGNED_LIST at memory fastly')])
    expect(stored).toBe('e30.e30.c2ln')
  })
})

describe('two refreshers at a time', () => {
  /** What is in the store changes after it has been read first. */
  async function race(theirs: RangesRecord, changes: Partial<RefreshListOptions> = {}, before = record()) {
    const store = memoryListStore({ fastly: printRecord(before) })
    let reads = 0
    const read: typeof store.read = (...asked) => {
      if (reads++ === 1) store.texts.set('fastly', printRecord(theirs))
      return store.read(...asked)
    }
    const result = await refreshList({
      feed: feedOf(),
      rules,
      bundled: fastly,
      now: NOW,
      ...changes,
      store: { ...store, read },
    })
    return { result, stored: store.texts.get('fastly') }
  }

  test('leave what was checked later', async () => {
    const theirs = record({ checkedAt: NOW + 1 })
    const { result, stored } = await race(theirs)
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten: false, record: theirs, added: [], faults: [] })
    expect(stored).toBe(printRecord(theirs))
  })

  test('leave what is of a later version, whatever the time', async () => {
    const theirs = record({ checkedAt: NOW - 1, version: { text: '8', order: 8 } })
    const { result, stored } = await race(theirs, { feed: feedOf({ version: { text: '7', order: 7 } }) })
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten: false, record: theirs, faults: [] })
    expect(stored).toBe(printRecord(theirs))
  })

  test('keep what the other one has begun to drain', async () => {
    const theirs = { ...record({ checkedAt: NOW - 1 }), pending: [{ prefix: '198.51.100.0/24', until: NOW + 9 }] }
    const { result } = await race(theirs, { feed: feedOf({ claimed: without(GONE) }) })
    expect(result).toMatchObject({ outcome: 'changed', isWritten: true })
    expect(result.record?.pending.map(({ prefix }) => prefix)).toEqual([GONE, '198.51.100.0/24'])
  })

  test('write a list once', async () => {
    const feed = feedOf({ claimed: without(GONE) })
    const { result: alone } = await refresh({ feed, now: NOW - 1 }, { fastly: printRecord(record()) })
    if (alone.record === undefined) throw new Error('the first one must have accepted it')
    const { result, stored } = await race(alone.record, { feed })
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten: false, faults: [] })
    expect(stored).toBe(printRecord(alone.record))
  })

  test('are not stopped for ever by a clock that was ahead', async () => {
    const ahead = record({ checkedAt: NOW + 400 * 24 * HOUR })
    const { result } = await refresh({}, { fastly: printRecord(ahead) })
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten: true, record: { checkedAt: NOW } })
  })
})
