import { describe, expect, test } from 'vitest'
import { type AcceptanceRules, rulesOf } from '../../src/ranges/acceptance-rules.ts'
import type { Feed, FeedReading } from '../../src/ranges/feeds/feed.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { type RefreshListOptions, refreshList } from '../../src/refresh/refresh-list.ts'
import { memoryListStore } from './memory-list-store.ts'

const NOW = 1_790_000_000
const HOUR = 3600
const { fastly } = SNAPSHOT
const bundledAt = recordOfList(fastly).checkedAt

/** A feed that is a function of nothing: what it says is the test's. */
function feedOf(reading: Partial<Extract<FeedReading, { ok: true }>> = {}): Feed {
  const { source, provider } = fastly
  return { provider, source, requests: [], parse: () => ({ ok: true, claimed: fastly.prefixes, ...reading }) }
}

/** Vendors add and withdraw; nothing has to be confirmed here. */
const rules: AcceptanceRules = { ...rulesOf('fastly'), anchors: [], removals: 0.9, drainSeconds: HOUR }
const without = (...gone: readonly string[]) => fastly.prefixes.filter((prefix) => !gone.includes(prefix))
const GONE = '23.235.32.0/20'

function record(changes: Partial<RangesRecord> = {}): RangesRecord {
  return { ...recordOfList(fastly), acceptedAt: NOW - 9 * HOUR, checkedAt: NOW - 2 * HOUR, ...changes }
}

async function refresh(changes: Partial<RefreshListOptions> = {}, texts: Readonly<Record<string, string>> = {}) {
  const store = memoryListStore(texts)
  const result = await refreshList({ feed: feedOf(), rules, bundled: fastly, store, now: NOW, ...changes })
  return { result, store, stored: store.texts.get('fastly') }
}

describe('what is accepted', () => {
  test('is written with what drains, and printed the same', async () => {
    const feed = feedOf({ claimed: without(GONE), version: { text: 'b' }, wider: fastly.prefixes })
    const before = record({ wider: without('151.101.0.0/16') })
    const { result, stored } = await refresh({ feed }, { fastly: printRecord(before) })
    expect(result).toMatchObject({
      outcome: 'changed',
      isWritten: true,
      added: [],
      withdrawn: [GONE],
      announced: [],
      faults: [],
      record: { acceptedAt: NOW, checkedAt: NOW, pending: [{ prefix: GONE, until: NOW + HOUR }] },
    })
    expect(stored).toBe(result.record && printRecord(result.record))
  })

  test('with a wider list of the vendor tells early what may come', async () => {
    const feed = feedOf({ wider: [...fastly.prefixes, '199.27.64.0/24'] })
    const { result } = await refresh({ feed }, { fastly: printRecord(record({ wider: fastly.prefixes })) })
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten: true, announced: ['199.27.64.0/24'] })
  })

  test('is not written in a dry run', async () => {
    const { result, store } = await refresh({ feed: feedOf({ claimed: without(GONE) }), isDryRun: true })
    expect(result).toMatchObject({ outcome: 'changed', isWritten: false, withdrawn: [GONE] })
    expect(store.writes).toEqual([])
  })

  test('counts in whole seconds', async () => {
    const { result } = await refresh({ now: NOW + 0.9 })
    expect(result.record?.checkedAt).toBe(NOW)
  })

  test.each([
    { name: 'needs a person where the rules say so', confirmed: false, outcome: 'refused' },
    { name: 'passes when a person has looked at it', confirmed: true, outcome: 'changed' },
  ])('and withdraws a block $name', async ({ confirmed, outcome }) => {
    const feed = feedOf({ claimed: without(GONE) })
    const { result } = await refresh({ feed, rules: { ...rules, removals: 'confirm' }, confirmed })
    expect(result.outcome).toBe(outcome)
  })

  test('of a private list begins with all of it, and needs no bundled one', async () => {
    const feed = { ...feedOf({ claimed: ['151.101.1.0/24'] }), provider: 'list:mine' }
    const { result, store } = await refresh({ feed, rules: rulesOf('list:mine'), bundled: undefined })
    expect(result).toMatchObject({ outcome: 'changed', added: ['151.101.1.0/24'] })
    expect(store.writes).toEqual(['list:mine'])
  })
})

describe('a list that is only confirmed', () => {
  test.each([
    { name: 'a minute later is not written', before: record({ checkedAt: NOW - 60 }), isWritten: false },
    { name: 'within the hour is not written', before: record({ checkedAt: NOW - HOUR + 1 }), isWritten: false },
    { name: 'an hour later is written', before: record({ checkedAt: NOW - HOUR }), isWritten: true },
    {
      name: 'with another entity tag is not written',
      before: record({ checkedAt: NOW - 60, etags: ['"1"'] }),
      isWritten: false,
    },
    {
      name: 'of which a drain is over is not written',
      before: record({ checkedAt: NOW - 60, pending: [{ prefix: '198.51.100.0/24', until: NOW }] }),
      isWritten: false,
    },
    {
      name: 'with another version is written',
      before: record({ checkedAt: NOW - 60, version: { text: 'a' } }),
      isWritten: true,
    },
  ])('$name', async ({ before, isWritten }) => {
    const { result, store, stored } = await refresh({}, { fastly: printRecord(before) })
    expect(result).toMatchObject({ outcome: 'unchanged', isWritten, faults: [], record: { checkedAt: NOW } })
    expect(store.writes).toHaveLength(isWritten ? 1 : 0)
    if (!isWritten) expect(stored).toBe(printRecord(before))
  })

  test('is held against the rules of today', async () => {
    const fetch = async () => new Response(null, { status: 304 })
    const request = { url: 'https://api.fastly.com/public-ip-list', contentTypes: [], maxBytes: 1 }
    const feed = { ...feedOf(), requests: [request] }
    const text = printRecord(record({ etags: ['"1"'] }))
    const strict = { ...rules, excluded: [GONE] }
    expect((await refresh({ feed, fetch }, { fastly: text })).result.outcome).toBe('unchanged')
    const { result, stored } = await refresh({ feed, fetch, rules: strict }, { fastly: text })
    expect(result).toMatchObject({
      outcome: 'refused',
      faults: [expect.stringContaining(`must be apart from ${GONE}`)],
    })
    expect(stored).toBe(text)
  })
})

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

describe('the bundled list', () => {
  test('that is newer than the stored one is what a new one is held against', async () => {
    const old = record({ acceptedAt: bundledAt - 2, checkedAt: bundledAt - 1, pending: [] })
    const feed = feedOf({ claimed: without(GONE) })
    const { result } = await refresh({ feed }, { fastly: printRecord({ ...old, etags: ['"1"'] }) })
    expect(result).toMatchObject({ outcome: 'changed', isWritten: true, withdrawn: [GONE], faults: [] })
  })

  test('that is older is not', async () => {
    const { result } = await refresh(
      { feed: feedOf({ version: { text: 'a' } }) },
      { fastly: printRecord(record({ version: { text: 'a' } })) },
    )
    expect(result.record?.acceptedAt).toBe(NOW - 9 * HOUR)
  })
})

describe('what breaks', () => {
  const broken = async () => {
    throw new Error('password=secret')
  }
  const late = async () => {
    throw new DOMException('secret', 'TimeoutError')
  }
  const rule = 'must be read, signed and written without an error; got Error. '

  test.each<{ name: string; changes: Partial<RefreshListOptions>; fault: string }>([
    { name: 'a store that cannot be read', changes: { store: { ...memoryListStore(), read: broken } }, fault: rule },
    {
      name: 'a store that throws at once',
      changes: {
        store: {
          ...memoryListStore(),
          read: () => {
            throw new Error('secret')
          },
        },
      },
      fault: rule,
    },
    {
      name: 'a store that cannot be written',
      changes: { store: { ...memoryListStore(), write: broken } },
      fault: rule,
    },
    {
      name: 'a store that does not answer in time',
      changes: { store: { ...memoryListStore(), write: late } },
      fault: 'must be read and written in time; got TimeoutError. ',
    },
    { name: 'a key that does not sign', changes: { sign: broken }, fault: rule },
    {
      name: 'a parser',
      changes: {
        feed: {
          ...feedOf(),
          parse: () => {
            throw new TypeError('secret')
          },
        },
      },
      fault: rule.replace('Error', 'TypeError'),
    },
    {
      name: 'rules',
      changes: { rules: { ...rules, excluded: ['no prefix'] } },
      fault: 'must be read, signed and written',
    },
  ])('as $name is a result', async ({ changes, fault }) => {
    const { result } = await refresh(changes)
    expect(result).toMatchObject({ outcome: 'failed', record: recordOfList(fastly), isWritten: false, added: [] })
    expect(result.faults).toEqual([expect.stringContaining(fault)])
    expect(result.faults.join()).not.toContain('secret')
  })
})
