import { expect, test } from 'vitest'
import { readFeeds } from '../../src/cli/ranges/named-feeds.ts'
import { PROVIDER_NAMES } from '../../src/ranges/provider.ts'

const named = (...args: Parameters<typeof readFeeds>): readonly string[] =>
  readFeeds(...args).map(({ provider }) => provider)

test('without a name the feeds are those of all providers, else the named ones, each once', () => {
  expect(named([], [])).toEqual(PROVIDER_NAMES)
  expect(named(['fastly', 'fastly'], [])).toEqual(['fastly'])
  expect(named(['fastly'], ['shop=https://lists.example.com/a'])).toEqual(['fastly', 'list:shop'])
  expect(named([], ['shop=https://lists.example.com/a'])).toEqual(['list:shop'])
})

test.each([
  { name: 'text', url: 'https://lists.example.com/edge.txt', type: 'text/plain' },
  { name: 'JSON by the end of its path', url: 'https://lists.example.com/edge.json?v=1', type: 'application/json' },
])('a private list is $name', ({ url, type }) => {
  expect(readFeeds([], [`shop=${url}`])[0]?.requests[0]?.contentTypes).toEqual([type])
})

test('what may be a token is asked with, and recorded nowhere', () => {
  const [feed] = readFeeds([], ['shop=https://lists.example.com/edge.txt?token=hunter2'])
  expect(feed?.requests[0]?.url).toBe('https://lists.example.com/edge.txt?token=hunter2')
  expect(feed?.source).toBe('https://lists.example.com/edge.txt')
})
