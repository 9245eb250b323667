import { describe, expect, test } from 'vitest'
import { rulesOf } from '../../src/ranges/acceptance-rules.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import type { RefreshListOptions } from '../../src/refresh/refresh-list.ts'
import { memoryListStore } from './memory-list-store.ts'
import { fastly, feedOf, GONE, HOUR, NOW, record, refresh, rules, without } from './refresh-fastly.ts'

const claim =
  (...claimed: readonly string[]) =>
  () =>
    ({ ok: true, claimed }) as const

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

test('an entity tag of another source is not sent, as two sources may have the same', async () => {
  const request = { url: 'https://lists.example.com/new', contentTypes: ['text/plain'], maxBytes: 9 }
  const feed = { ...feedOf({ claimed: without(GONE) }), source: request.url, requests: [request] }
  const fetch: RefreshListOptions['fetch'] = async (_url, { headers }) =>
    new Headers(headers).has('if-none-match')
      ? new Response(null, { status: 304 })
      : new Response('new', { headers: { 'content-type': 'text/plain' } })
  const text = printRecord(record({ source: 'https://lists.example.com/old', etags: ['"1"'] }))
  const { result } = await refresh({ feed, fetch }, { fastly: text })
  expect(result).toMatchObject({ outcome: 'changed', withdrawn: [GONE], record: { source: request.url } })
})

describe('a record that no reader takes', () => {
  const whole = '2a00:1450::/32'
  const hosts = Array.from({ length: 990 }, (_, i) => `2a00:1450:${(0xc000 + i * 16).toString(16)}::1/128`)
  const source = `https://lists.example.com/${'x'.repeat(600)}`

  test.each([
    // Each host is cut out of what drains, which makes some eighty blocks of it.
    { name: 'of drains in 83,000 pieces', feed: { parse: claim('2a00:1450::/33', '2a00:1450:8000::/34', ...hosts) } },
    { name: 'with a source without end', feed: { source, parse: claim(whole, '2a00:1451::/32') } },
  ])('$name is not written, as what drains would be lost with it', async ({ feed }) => {
    const provider = 'list:mine'
    const first = { ...feedOf({ claimed: [whole] }), provider }
    const options = { rules: rulesOf(provider), bundled: undefined }
    const { store, result } = await refresh({ ...options, feed: first })
    const before = result.record && printRecord(result.record)
    const second = await refresh({ ...options, store, feed: { ...first, ...feed }, now: NOW + HOUR })
    expect(second.result).toMatchObject({ outcome: 'refused', isWritten: false, withdrawn: [] })
    expect(second.result.faults).toEqual([expect.stringContaining('must make a record that its readers take: ')])
    expect(store.texts.get(provider)).toBe(before)
  })
})

describe('the bundled list', () => {
  test('that is newer than the stored one is what a new one is held against', async () => {
    const bundled = { ...fastly, version: '7' }
    const text = printRecord(record({ version: { text: '5', order: 5 } }))
    const { result, stored } = await refresh(
      { bundled, feed: feedOf({ version: { text: '6', order: 6 } }) },
      { fastly: text },
    )
    expect(result).toMatchObject({ outcome: 'refused', record: recordOfList(bundled) })
    expect(result.faults).toEqual([expect.stringContaining('must not be older than "7"')])
    expect(stored).toBe(text)
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
