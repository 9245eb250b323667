import { expect, test } from 'vitest'
import { chooseFeeds } from '../../src/platform/refresh/choose-feeds.ts'
import { readDemand } from '../../src/platform/refresh/read-demand.ts'
import { AMAZON_TOPIC } from '../../src/platform/refresh/refresh-event.ts'
import { VENDOR_FEEDS } from '../../src/platform/refresh/vendor-feeds.ts'
import { PROVIDER_NAMES } from '../../src/ranges/provider.ts'
import { DEPLOYABLES } from '../../tools/build-functions/deployables.ts'
import { blocksOf, pageNamed, proseOf } from './pages.ts'

const page = pageNamed('docs/deploy-ranges.md')

/** Every JSON text that is an input: a block of its own, and those within commands, where quotes are escaped. */
const demands = [
  ...page.text.replaceAll('\\"', '"').matchAll(/\{\s*"providers":\[?.*?\](?:,\s*"lists".*?\])?\s*\}/gs),
].map(([text]) => text)

test('the page shows several inputs', () => {
  expect(demands.length).toBeGreaterThan(4)
})

test.each(demands)('the input %s is one that is taken', (text) => {
  expect(chooseFeeds(readDemand(JSON.parse(text), 'docs'), VENDOR_FEEDS).length).toBeGreaterThan(0)
})

test('names the providers that there are', () => {
  const [, names = ''] = /^`providers` are ([^.]+)\./m.exec(proseOf(page)) ?? []
  expect([...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual(PROVIDER_NAMES)
})

test('names the topic and the files as they are', () => {
  expect(page.text).toContain(AMAZON_TOPIC)
  const named = [...page.text.matchAll(/\b(?:refresh-ranges|cloudflare-worker)(?:-\w+)?\.(?:zip|mjs)\b/g)].map(
    ([file]) => file,
  )
  const built: readonly string[] = DEPLOYABLES.map(({ file }) => file)
  expect([...new Set(named)].filter((file) => !built.includes(file))).toEqual([])
})

test('shows a policy of IAM that is JSON', () => {
  const [policy] = blocksOf(page).filter(({ body }) => body.includes('"Statement"'))
  expect(JSON.parse(policy?.body ?? '')).toMatchObject({ Version: '2012-10-17' })
})
