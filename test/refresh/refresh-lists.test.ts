import { expect, test } from 'vitest'
import { rulesOf } from '../../src/ranges/acceptance-rules.ts'
import type { Feed } from '../../src/ranges/feeds/feed.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { type RefreshListsOptions, refreshLists } from '../../src/refresh/refresh-lists.ts'
import { memoryListStore } from './memory-list-store.ts'

const NOW = 1_790_000_000
const lists = new Map(Object.entries(SNAPSHOT))
const bundledOf = (provider: string) => lists.get(provider)

function feedOf(provider: string, claimed: readonly string[]): Feed {
  return { provider, source: `https://lists.example/${provider}`, requests: [], parse: () => ({ ok: true, claimed }) }
}

async function refresh(feeds: readonly Feed[], changes: Partial<RefreshListsOptions> = {}) {
  const store = memoryListStore()
  const results = await refreshLists({ feeds, bundledOf, store, now: NOW, ...changes })
  return { store, results, outcomes: results.map(({ outcome }) => outcome) }
}

const { bunny, fastly, imperva } = SNAPSHOT
const broken: Feed = {
  ...feedOf('fastly', []),
  parse: () => {
    throw new Error('broken')
  },
}

test('every list has a result, in the order asked for, whatever becomes of the others', async () => {
  const feeds = [broken, feedOf('bunny', []), feedOf('imperva', imperva.prefixes)]
  const heard: string[] = []
  const { results, outcomes, store } = await refresh(feeds, { report: ({ provider }) => heard.push(provider) })
  expect(outcomes).toEqual(['failed', 'refused', 'unchanged'])
  expect(heard).toEqual(results.map(({ provider }) => provider))
  expect(store.writes).toEqual(['imperva'])
})

test('a report that throws keeps no list from its refresh', async () => {
  const report = () => {
    throw new Error('the log is full')
  }
  const { outcomes } = await refresh([feedOf('fastly', fastly.prefixes), feedOf('imperva', imperva.prefixes)], {
    report,
  })
  expect(outcomes).toEqual(['unchanged', 'unchanged'])
})

test('a store that is away fails each list and stops none', async () => {
  const read = () => {
    throw new Error('away')
  }
  const store = { ...memoryListStore(), read }
  const { outcomes } = await refresh([feedOf('fastly', fastly.prefixes), feedOf('imperva', imperva.prefixes)], {
    store,
  })
  expect(outcomes).toEqual(['failed', 'failed'])
})

test.each([
  {
    name: 'a block of another bundled list',
    addition: '198.41.128.0/24',
    fault: '198.41.128.0/24 must be apart from 198.41.128.0/17 of cloudflare',
  },
  {
    name: 'a block around one of another list',
    addition: '205.185.216.0/21',
    stored: ['205.185.216.0/24'],
    fault: '205.185.216.0/21 must be apart from 205.185.216.0/24 of keycdn',
  },
])('$name is held back, though that list is not refreshed', async ({ addition, stored, fault }) => {
  const store = memoryListStore()
  if (stored !== undefined) await refreshLists({ feeds: [feedOf('keycdn', stored)], store, now: NOW - 60 })
  const claimed = [...fastly.prefixes, addition]
  const { results } = await refresh([feedOf('fastly', claimed)], { store })
  expect(results).toMatchObject([{ outcome: 'refused', faults: [expect.stringContaining(fault)] }])
  expect(store.texts.has('fastly')).toBe(false)
})

test('a stored text that cannot be read hides none of what the other lists trust', async () => {
  const store = memoryListStore()
  await refreshLists({ feeds: [feedOf('keycdn', ['205.185.216.0/24'])], store, now: NOW - 60 })
  const read: typeof store.read = async (providers, signal) => {
    if (providers.includes('bunny')) throw new Error('more than any list')
    return await store.read(providers, signal)
  }
  const { outcomes } = await refresh([feedOf('list:mine', ['205.185.216.0/24'])], { store: { ...store, read } })
  expect(outcomes).toEqual(['refused'])
})

test('what one list has just accepted is kept from the next, and the next ones go on', async () => {
  const feeds = [
    feedOf('list:first', ['205.185.216.0/24']),
    feedOf('list:second', ['205.185.216.0/25']),
    feedOf('list:third', ['205.185.217.0/24']),
  ]
  const { outcomes, store } = await refresh(feeds)
  expect(outcomes).toEqual(['changed', 'refused', 'changed'])
  expect(store.writes).toEqual(['list:first', 'list:third'])
})

test('a list that shares space since it was bundled is not held back for it', async () => {
  const twice = { ...fastly, provider: 'cdn77' as const }
  const bundled = (provider: string) => (provider === 'cdn77' ? twice : bundledOf(provider))
  const { outcomes } = await refresh([feedOf('fastly', fastly.prefixes)], { bundledOf: bundled })
  expect(outcomes).toEqual(['unchanged'])
})

test('only the lists that a person has looked at are taken as confirmed', async () => {
  const feeds = [feedOf('fastly', fastly.prefixes.slice(1)), feedOf('imperva', imperva.prefixes.slice(1))]
  const { outcomes } = await refresh(feeds, {
    confirmed: ['fastly'],
    rulesOf: (name) => ({ ...rulesOf(name), anchors: [] }),
  })
  expect(outcomes).toEqual(['changed', 'refused'])
})

test('a list of hosts grows and shrinks by itself', async () => {
  const { results } = await refresh([feedOf('bunny', bunny.prefixes.slice(1))])
  expect(results).toMatchObject([{ outcome: 'changed', withdrawn: [bunny.prefixes[0]] }])
})
