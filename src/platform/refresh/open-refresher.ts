import type { ReadVariable } from '../../edge/edge-sources.ts'
import { parseJson } from '../../fault/parse-json.ts'
import type { AcceptanceRules } from '../../ranges/acceptance-rules.ts'
import type { ProviderList } from '../../ranges/provider.ts'
import type { RangesRecord } from '../../ranges/record.ts'
import type { Fetch, FetchLimits } from '../../refresh/fetch-limits.ts'
import type { ListStore } from '../../refresh/list-store.ts'
import { readFromStore } from '../../refresh/read-from-store.ts'
import { refreshLists } from '../../refresh/refresh-lists.ts'
import type { RefreshResult } from '../../refresh/refresh-result.ts'
import { isSet } from '../read-first.ts'
import { chooseFeeds, type KnownFeeds } from './choose-feeds.ts'
import { prepareSigning } from './list-signing.ts'
import { type RefreshDemand, readDemand } from './read-demand.ts'

export type RefresherOptions = KnownFeeds & {
  readonly rulesOf: (provider: string) => AcceptanceRules
  /** What stands for a provider until its list has been stored once. */
  readonly bundledOf: (provider: string) => ProviderList | undefined
  /** Reads IPSEAL_RANGES, and if they are set IPSEAL_RANGES_FEEDS and IPSEAL_RANGES_SIGNING_KEY. */
  readonly read: ReadVariable
  readonly openStore: (reference: string) => ListStore
  /** Reads what a reference to a key stands for; without it the key is the variable's own text. */
  readonly readKey?: (value: string | undefined) => Promise<string | undefined>
  /** Unix seconds. */
  readonly clock: () => number
  readonly fetch?: Fetch
  readonly limits?: FetchLimits
}

/** The lists of one store, and the ways to bring them up to date. */
export type Refresher = {
  readonly store: string
  /** Refreshes what is asked for, or else what the variable names. Rejects with a RefreshError before anything is asked. */
  readonly refresh: (
    demand: RefreshDemand,
    reporting: { readonly report: (result: RefreshResult) => void; readonly signal: AbortSignal },
  ) => Promise<readonly RefreshResult[]>
  /** What the store holds of a provider, undefined if that is nothing or unusable. Rejects as the store does. */
  readonly stored: (provider: string, signal: AbortSignal) => Promise<RangesRecord | undefined>
}

/**
 * Opens the store that IPSEAL_RANGES names, with the key that signs what goes into it, if there is one.
 *
 * Rejects with a StoreError, KeyError or RefreshError that names the variable and quotes no secret.
 */
export async function openRefresher(options: RefresherOptions): Promise<Refresher> {
  const { read, rulesOf, bundledOf, readKey = (value) => Promise.resolve(value), clock, fetch, limits } = options
  const store = options.openStore((await read('IPSEAL_RANGES')) ?? '')
  const standing = await readStanding(read)
  const signing = await prepareSigning(await readKey(await read('IPSEAL_RANGES_SIGNING_KEY')))
  return {
    store: store.name,
    refresh: async (demand, { report, signal }) => {
      const feeds = chooseFeeds(demand.providers === undefined ? standing : demand, options)
      const asking = { ...(fetch && { fetch }), ...(limits && { limits }) }
      const now = Math.floor(clock())
      return await refreshLists({ feeds, rulesOf, bundledOf, store, now, report, signal, ...signing, ...asking })
    },
    stored: async (provider, signal) => {
      const list = await readFromStore(provider, { store, open: signing.open, signal })
      return list.kind === 'list' ? list.record : undefined
    },
  }
}

async function readStanding(read: ReadVariable): Promise<RefreshDemand> {
  const text = await read('IPSEAL_RANGES_FEEDS')
  return readDemand(isSet(text) ? (parseJson(text) ?? text) : {}, 'IPSEAL_RANGES_FEEDS')
}
