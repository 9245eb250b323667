import { describe, expect, test } from 'vitest'
import { BUNDLED_NAMES, type BundledName } from '../../src/ranges/provider.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import type { Fetch } from '../../src/refresh/fetch-limits.ts'
import { fetchLists } from '../../tools/ranges-live.ts'
import { summarise } from '../../tools/ranges-summary.ts'
import { type Page, printPages, versionAt } from '../refresh/provider-pages.ts'

const NOW = 1_795_700_000
const TODAY = '2026-11-26'
type Lists = Partial<Record<BundledName, readonly string[]>>

/** All vendors, publishing the bundled lists but for those that are named. */
function vendors(changes: Lists = {}, replaced: readonly Page[] = []): Fetch {
  const pages = BUNDLED_NAMES.flatMap((name) =>
    printPages(name, changes[name] ?? SNAPSHOT[name].prefixes, versionAt(name, NOW)),
  )
  return async (url) => {
    const { pathname, search } = new URL(url)
    const page = [...replaced, ...pages].find(({ path }) => path === `${pathname}${search}`)
    if (page === undefined) return new Response('', { status: 404 })
    return new Response(page.body, { headers: { 'content-type': page.type } })
  }
}

async function update(fetch: Fetch, confirmed: readonly string[] = []) {
  const { lists, held } = await fetchLists({ confirmed, now: NOW, fetch, limits: { retries: 0 } })
  const changed = lists.filter(({ provider, digest }) => digest !== SNAPSHOT[provider].digest)
  return {
    lists,
    changed: changed.map(({ provider }) => provider),
    held: held.map(({ provider }) => provider),
    summary: summarise(lists, held),
  }
}

const { prefixes } = SNAPSHOT.fastly
const NEW = '5.44.64.0/20'
const LAST = prefixes.filter((prefix) => !prefix.includes(':')).at(-1) ?? ''

describe('an update of the bundled lists from live feeds', () => {
  test('changes no prefix where nobody has changed anything, and dates confirmed lists anew', async () => {
    const { lists, changed, held, summary } = await update(vendors())
    expect({ changed, held }).toEqual({ changed: [], held: [] })
    expect(lists.find(({ provider }) => provider === 'cloudflare')?.retrieved).toBe(TODAY)
    expect(lists.find(({ provider }) => provider === 'google-lb')).toBe(SNAPSHOT['google-lb'])
    expect(summary).toContain('No list has changed.')
  })

  test('takes what is new, and says so', async () => {
    const { lists, changed, summary } = await update(vendors({ fastly: [...prefixes, NEW] }))
    expect(changed).toEqual(['fastly'])
    expect(lists.find(({ provider }) => provider === 'fastly')?.prefixes).toContain(NEW)
    expect(summary).toContain('1 of 10 lists have changed.')
    expect(summary).toContain('| fastly | +1 -0 | 20 | 2 | 2026-11-26 |')
    expect(summary).toContain(`+ ${NEW}`)
  })

  test('takes a removal only when a person has confirmed it', async () => {
    const fetch = vendors({ fastly: prefixes.filter((prefix) => prefix !== LAST) })
    const unasked = await update(fetch)
    expect({ changed: unasked.changed, held: unasked.held }).toEqual({ changed: [], held: ['fastly'] })
    expect(unasked.summary).toContain('| fastly | **held back** |')
    const confirmed = await update(fetch, ['fastly'])
    expect({ changed: confirmed.changed, held: confirmed.held }).toEqual({ changed: ['fastly'], held: [] })
    expect(confirmed.summary).toContain(`- ${LAST}`)
  })

  test('goes on with the others where one answers with something else, whose words name nobody', async () => {
    const evil = 'x`\n```\n@everyone [click](https://evil.example)'
    const page = {
      path: '/public-ip-list',
      type: 'application/json',
      body: JSON.stringify({ addresses: [evil], ipv6_addresses: [] }),
    }
    const { lists, changed, held, summary } = await update(
      vendors({ imperva: [...SNAPSHOT.imperva.prefixes, NEW] }, [page]),
    )
    // A list that nobody confirmed keeps its date.
    expect(lists.find(({ provider }) => provider === 'fastly')).toBe(SNAPSHOT.fastly)
    expect({ changed, held }).toEqual({ changed: ['imperva'], held: ['fastly'] })
    const outside = summary.split('```').filter((_, i) => i % 2 === 0)
    expect(outside.join('')).not.toContain('evil')
  })
})
