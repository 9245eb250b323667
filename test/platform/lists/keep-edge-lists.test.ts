import { describe, expect, test } from 'vitest'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import { keepEdge } from '../../../src/platform/keep-edge.ts'
import { printRecord } from '../../../src/ranges/read-record.ts'
import { es256, stranger } from '../../assertion/vector-parts.ts'
import { recordWith, signRecord } from '../../settings/list-texts.ts'
import { writeContents, writeSettings } from '../stores/store-under-test.ts'
import { clientBehind, edgeWithLists, group, PROXY, START, settingsFor } from './edge-with-lists.ts'
import { noLists } from './no-lists.ts'

const CLIENT = '203.0.113.9'
const NEW_PROXY = '198.51.100.1'
const trusting = settingsFor([group('cloudflare')])
const signedBy = publicJwks([es256])

function listOf(prefixes: readonly string[], checkedAt: number, provider = 'cloudflare') {
  return recordWith(provider, prefixes, { checkedAt })
}

const first = await listOf(['192.0.2.0/25'], START - 60)
const second = await listOf(['198.51.100.0/24'], START + 200)

describe('an edge with lists from a store', () => {
  test('goes by a new list from the next look on, and no longer by the old one', async () => {
    const texts = new Map([['cloudflare', printRecord(first)]])
    const { edgeAt, edgeAfter } = await edgeWithLists(texts, trusting)
    const before = await edgeAt(START)
    texts.set('cloudflare', printRecord(second))
    const after = await edgeAfter(START + 301)
    expect([before, after].map((edge) => [clientBehind(edge, PROXY), clientBehind(edge, NEW_PROXY)])).toEqual([
      [CLIENT, NEW_PROXY],
      [PROXY, CLIENT],
    ])
  })

  test('stays the same edge while the same prefixes are confirmed, and says each state once', async () => {
    const texts = new Map([['cloudflare', printRecord(first)]])
    const { edgeAt, edgeAfter, lists, told } = await edgeWithLists(texts, trusting)
    const before = await edgeAt(START)
    texts.set('cloudflare', printRecord({ ...first, checkedAt: START + 100 }))
    const after = await edgeAfter(START + 301)
    expect([after === before, lists.reads]).toEqual([true, 2])
    expect(told()).toMatchObject([
      {
        level: 30,
        msg: 'ranges in use',
        list: 'cloudflare',
        from: 'store',
        store: 'lists:',
        ageSeconds: 60,
        digest: first.digest,
      },
    ])
  })

  test('is another edge once what drained is gone', async () => {
    const pending = [{ prefix: '198.51.100.0/24', until: START + 200 }]
    const texts = new Map([['cloudflare', printRecord({ ...first, pending })]])
    const { edgeAt, edgeAfter } = await edgeWithLists(texts, trusting)
    const edges = [await edgeAt(START), await edgeAfter(START + 301)]
    expect(edges.map((edge) => clientBehind(edge, NEW_PROXY))).toEqual([CLIENT, NEW_PROXY])
  })

  test('says how old a list has become at each level once, and serves on', async () => {
    const { edgeAfter, told } = await edgeWithLists(new Map([['cloudflare', printRecord(first)]]), trusting)
    const served: unknown[] = []
    for (const hours of [0, 36, 37, 48, 72, 73]) {
      served.push(clientBehind(await edgeAfter(START + hours * 3600), PROXY))
    }
    expect(served).toEqual(Array(6).fill(CLIENT))
    expect(told()).toMatchObject([
      { level: 30, msg: 'ranges in use', staleness: 'fresh' },
      { level: 40, msg: 'ranges stale', staleness: 'warn' },
      { level: 50, msg: 'ranges stale', staleness: 'critical' },
      { level: 60, msg: 'ranges stale', staleness: 'expired', ageSeconds: 72 * 3600 + 60 },
    ])
  })

  test('refuses once a list is stale if it is told to, and serves again when that is confirmed', async () => {
    const texts = new Map([['cloudflare', printRecord(first)]])
    const { edgeAfter } = await edgeWithLists(texts, { ...trusting, ranges: { onStale: 'refuse' } })
    const served = [await edgeAfter(START + 71 * 3600), await edgeAfter(START + 72 * 3600)]
    texts.set('cloudflare', printRecord({ ...first, checkedAt: START + 72 * 3600 }))
    served.push(await edgeAfter(START + 73 * 3600))
    expect(served.map((edge) => clientBehind(edge, PROXY))).toEqual([CLIENT, undefined, CLIENT])
  })

  test.each([
    { name: 'is away', state: 'away' },
    { name: 'hangs', state: 'hanging' },
  ] as const)(
    'starts with the copy in the package while the store $name, with one alarm that shows nothing',
    async ({ state }) => {
      const { edgeAt, lists, told } = await edgeWithLists(new Map(), trusting)
      lists.state = state
      expect(clientBehind(await edgeAt(START), PROXY)).toBe(CLIENT)
      expect(told()).toMatchObject([{ level: 50, msg: 'ranges refused', from: 'bundle', fault: 'store-failed' }])
      expect(JSON.stringify(told())).not.toContain('hush')
    },
  )

  test('goes on with what it had while the store is away', async () => {
    const texts = new Map([['cloudflare', printRecord(await listOf(['198.51.100.0/24'], START - 60))]])
    const { edgeAt, edgeAfter, lists } = await edgeWithLists(texts, trusting)
    const before = await edgeAt(START)
    lists.state = 'away'
    expect(await edgeAfter(START + 301)).toBe(before)
  })

  test('goes by what is new of one list while another cannot be read', async () => {
    const partners = printRecord(await listOf(['203.0.113.128/25'], START - 60, 'list:partners'))
    const texts = new Map([
      ['cloudflare', printRecord(first)],
      ['list:partners', partners],
    ])
    const { edgeAt, edgeAfter, lists, told } = await edgeWithLists(
      texts,
      settingsFor([group('cloudflare'), group('list:partners')]),
    )
    await edgeAt(START)
    texts.set('cloudflare', printRecord(second))
    lists.broken = 'list:partners'
    const edge = await edgeAfter(START + 301)
    expect([NEW_PROXY, '203.0.113.200'].map((peer) => clientBehind(edge, peer))).toEqual([CLIENT, CLIENT])
    expect(told().at(-1)).toMatchObject({ level: 50, list: 'list:partners', from: 'memory', fault: 'store-failed' })
  })

  test('does not start without a private list, and starts once it is stored', async () => {
    const texts = new Map<string, string>()
    const { edgeAt, told } = await edgeWithLists(texts, settingsFor([group('list:partners')]))
    expect(await edgeAt(START)).toBeUndefined()
    texts.set('list:partners', printRecord(await listOf(['192.0.2.0/25'], START, 'list:partners')))
    expect(clientBehind(await edgeAt(START + 10), PROXY)).toBe(CLIENT)
    expect(told()).toMatchObject([
      { level: 60, msg: 'ranges refused', list: 'list:partners', fault: 'not-stored' },
      { level: 60, msg: 'start failed', fault: expect.stringMatching(/^RANGES_MISSING at trust\[0\].ranges/) },
      { level: 30, msg: 'ranges in use', list: 'list:partners' },
    ])
  })
})

const wide = await listOf(['198.51.100.0/24'], START + 100)
const forged = [
  { name: 'an unsigned list', text: printRecord(wide), fault: 'unsigned' },
  {
    name: 'a list signed by another key',
    text: await signRecord({ ...stranger, kid: es256.kid }, wide),
    fault: 'bad-signature',
  },
  {
    name: 'a list of another provider',
    text: await signRecord(es256, { ...wide, provider: 'fastly' }),
    fault: 'another-list',
  },
  {
    name: 'an older list',
    text: await signRecord(es256, { ...wide, acceptedAt: START - 120, checkedAt: START - 120 }),
    fault: 'rolled-back',
  },
  { name: 'nonsense', text: '<html>', fault: 'bad-signature' },
]

describe('whoever can write to the store of lists, without a key', () => {
  const demanding = { ...trusting, ranges: { signedBy, onStale: 'keep' } as const }

  test.each(forged)('widens nothing by $name, and raises one alarm', async ({ text, fault }) => {
    const texts = new Map([['cloudflare', await signRecord(es256, first)]])
    const { edgeAt, edgeAfter, told } = await edgeWithLists(texts, demanding)
    const before = await edgeAt(START)
    texts.set('cloudflare', text)
    const edges = [await edgeAfter(START + 301), await edgeAfter(START + 602), await edgeAfter(START + 903)]
    expect(edges).toEqual([before, before, before])
    expect(told().slice(1)).toMatchObject([
      { level: 50, msg: 'ranges refused', list: 'cloudflare', from: 'memory', fault },
    ])
  })
})

test('what a key vouched for is gone once the settings take the key out', async () => {
  const texts = new Map([['cloudflare', await signRecord(stranger, second)]])
  const withKey = (jwk: object) => ({ ...trusting, ranges: { signedBy: publicJwks([jwk]), onStale: 'keep' } as const })
  const { edgeAt, edgeAfter, contents } = await edgeWithLists(texts, withKey(stranger))
  const before = await edgeAt(START + 200)
  contents.set('settings', await writeSettings(withKey(es256)))
  const after = await edgeAfter(START + 501)
  expect([clientBehind(before, NEW_PROXY), clientBehind(after, NEW_PROXY)]).toEqual([CLIENT, NEW_PROXY])
})

test('an edge whose settings refuse stale lists does not start without a store of them', async () => {
  const records: object[] = []
  const contents = await writeContents({ a: 0 })
  contents.set('settings', await writeSettings({ ranges: { onStale: 'refuse' } }))
  const edgeAt = keepEdge({
    read: (name) => Promise.resolve(name === 'IPSEAL_KEYS' ? 'memory:' : undefined),
    openStore: (name) => ({ name, load: () => Promise.resolve(contents) }),
    rangesOf: () => [],
    ...noLists,
    report: (record) => records.push(record),
  })
  expect(await edgeAt(START)).toBeUndefined()
  expect(records).toMatchObject([{ fault: expect.stringMatching(/^VARIABLE_MISSING at IPSEAL_RANGES/) }])
})
