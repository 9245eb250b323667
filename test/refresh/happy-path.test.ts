import { describe, expect, test } from 'vitest'
import { rulesOf } from '../../src/ranges/acceptance-rules.ts'
import { FEEDS } from '../../src/ranges/feeds/feed-of.ts'
import { PROVIDER_NAMES, type ProviderList } from '../../src/ranges/provider.ts'
import { readRecord } from '../../src/ranges/read-record.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { refreshList } from '../../src/refresh/refresh-list.ts'
import { refreshRecord } from '../../src/refresh/refresh-record.ts'
import { memoryListStore } from './memory-list-store.ts'
import { playProvider } from './play-provider.ts'
import { printPages, servePages, versionAt } from './provider-pages.ts'

const NOW = 1_790_000_000
const HOUR = 3600

const lists = new Map<string, ProviderList>(Object.entries(SNAPSHOT))
/** KeyCDN's own list is not at hand: here its shields stand in blocks of Fastly's. */
const KEYCDN = ['151.101.1.0/24', '151.101.2.0/24', '2a04:4e42:1::/48']

describe.each(PROVIDER_NAMES)('%s', (provider) => {
  const bundled = lists.get(provider)
  const prefixes = bundled?.prefixes ?? KEYCDN
  const basis = { feed: FEEDS[provider], rules: rulesOf(provider), bundled }

  test('is fetched, kept as a record that reads back, and confirmed without a body', async () => {
    const { fetch, asked } = await playProvider(servePages(printPages(provider, prefixes, versionAt(provider, NOW))))
    const store = memoryListStore()
    const first = await refreshList({ ...basis, store, fetch, now: NOW })
    expect(first).toMatchObject({
      outcome: bundled ? 'unchanged' : 'changed',
      isWritten: true,
      added: bundled ? [] : prefixes,
      withdrawn: [],
      faults: [],
      record: { provider, checkedAt: NOW, prefixes },
    })
    expect(await readRecord(store.texts.get(provider) ?? '')).toEqual({ ok: true, record: first.record })

    const askedFirst = asked.length
    const later = NOW + 2 * HOUR
    const second = await refreshList({ ...basis, store, fetch, now: later })
    expect(second).toMatchObject({ outcome: 'unchanged', isWritten: true, faults: [], record: { checkedAt: later } })
    expect(refreshRecord(second, later * 1000)).toMatchObject({ level: 30, msg: 'ranges unchanged', ageSeconds: 0 })
    const askedAgain = asked.slice(askedFirst)
    expect(askedAgain).toHaveLength(askedFirst)
    // The page that names Azure's file and the file itself are asked for whole.
    const tags = askedAgain.filter(({ etag }) => etag !== undefined)
    expect(tags).toHaveLength(provider === 'azure-front-door' ? 0 : askedFirst)
  })
})
