import type { RefreshLogRecord } from '../../../src/platform/refresh/refresh-log.ts'
import { VENDOR_FEEDS } from '../../../src/platform/refresh/vendor-feeds.ts'
import { FEEDS } from '../../../src/ranges/feeds/feed-of.ts'
import { SNAPSHOT } from '../../../src/ranges/snapshot.ts'
import type { Fetch } from '../../../src/refresh/fetch-limits.ts'
import type { ListStore } from '../../../src/refresh/list-store.ts'

/** The state of Amazon's file that the bundled list was made from. */
export const BUNDLED_TOKEN = Number(SNAPSHOT.cloudfront.version)

/** Two hours after it. */
export const NOW = BUNDLED_TOKEN + 7200

export const AMAZON_URL = FEEDS.cloudfront.requests[0]?.url ?? ''
export const CLOUDFLARE_URL = FEEDS.cloudflare.requests[0]?.url ?? ''

const isIPv6 = (prefix: string): boolean => prefix.includes(':')

/** Amazon's file in a state, with CloudFront's rows and one of somebody else's. */
export function amazonFile(syncToken: number, prefixes: readonly string[] = SNAPSHOT.cloudfront.prefixes): string {
  const row = { region: 'GLOBAL', network_border_group: 'GLOBAL', service: 'CLOUDFRONT_ORIGIN_FACING' }
  const ipv4 = prefixes.filter((prefix) => !isIPv6(prefix)).map((ip_prefix) => ({ ip_prefix, ...row }))
  return JSON.stringify({
    syncToken: String(syncToken),
    createDate: '2026-08-22-21-17-05',
    prefixes: [...ipv4, { ip_prefix: '3.5.140.0/22', ...row, service: 'EC2' }],
    ipv6_prefixes: prefixes.filter(isIPv6).map((ipv6_prefix) => ({ ipv6_prefix, ...row })),
  })
}

export function cloudflareAnswer(prefixes: readonly string[] = SNAPSHOT.cloudflare.prefixes): string {
  const ipv4_cidrs = prefixes.filter((prefix) => !isIPv6(prefix))
  const result = { ipv4_cidrs, ipv6_cidrs: prefixes.filter(isIPv6), etag: `of-${prefixes.length}` }
  return JSON.stringify({ success: true, errors: [], messages: [], result })
}

/** Bodies by the addresses of vendors; undefined: nobody is there. */
export type Bodies = Readonly<Record<string, string | undefined>>

export type MemoryListStore = ListStore & { readonly texts: Map<string, string> }

export function createMemoryListStore(): MemoryListStore {
  const texts = new Map<string, string>()
  return {
    name: 'memory:',
    texts,
    read: (providers) => Promise.resolve(new Map([...texts].filter(([provider]) => providers.includes(provider)))),
    write: (provider, text) => {
      texts.set(provider, text)
      return Promise.resolve()
    },
  }
}

export type RefresherWorld = {
  readonly bodies: Bodies
  readonly variables?: Readonly<Record<string, string>>
  readonly store?: MemoryListStore
  readonly now?: number
}

/** What a refresher is made of: vendors that are played, a store in memory, and everything else as it is deployed. */
export function createRefresherWorld({
  bodies,
  variables = {},
  store = createMemoryListStore(),
  now = NOW,
}: RefresherWorld) {
  const records: RefreshLogRecord[] = []
  const asked: string[] = []
  const fetch: Fetch = (url) => {
    asked.push(url)
    const headers = { 'content-type': 'application/json' }
    const body = bodies[url]
    if (body === undefined) return Promise.reject(new TypeError('fetch failed'))
    return Promise.resolve(new Response(body, { headers }))
  }
  const { cloudflare, cloudfront } = FEEDS
  const values: Readonly<Record<string, string>> = { IPSEAL_RANGES: 'memory:', ...variables }
  return {
    asked,
    store,
    records,
    options: {
      ...VENDOR_FEEDS,
      feeds: { cloudflare, cloudfront },
      read: (name: string) => Promise.resolve(values[name]),
      openStore: () => store,
      report: (record: RefreshLogRecord) => {
        records.push(record)
      },
      clock: () => now,
      fetch,
      limits: { retries: 0 },
    },
  }
}
