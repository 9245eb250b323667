import { requirePrefix } from '../net/prefix.ts'
import { type AcceptanceRules, rulesOf as defaultRulesOf } from '../ranges/acceptance-rules.ts'
import type { Feed } from '../ranges/feeds/feed.ts'
import type { OwnedPrefix } from '../ranges/find-overlaps.ts'
import { isNewer } from '../ranges/is-newer.ts'
import { PROVIDER_NAMES, type ProviderList } from '../ranges/provider.ts'
import type { RangesRecord } from '../ranges/record.ts'
import { recordOfList } from '../ranges/record-of-list.ts'
import { trustedPrefixes } from '../ranges/trusted-prefixes.ts'
import { readStoredText, storeSignal } from './read-from-store.ts'
import { type RefreshListOptions, refreshList } from './refresh-list.ts'
import type { RefreshResult } from './refresh-result.ts'

export type RefreshListsOptions = Pick<
  RefreshListOptions,
  'store' | 'now' | 'fetch' | 'limits' | 'sign' | 'open' | 'isDryRun' | 'signal'
> & {
  /** Refreshed one after another, in this order. */
  readonly feeds: readonly Feed[]
  /** `rulesOf` of src/ranges if left out. */
  readonly rulesOf?: (provider: string) => AcceptanceRules
  readonly bundledOf?: (provider: string) => ProviderList | undefined
  /** The providers whose change a person has looked at. */
  readonly confirmed?: readonly string[]
  /** Hears of each result as soon as it is there. What it throws is lost. */
  readonly report?: (result: RefreshResult) => void
}

/**
 * Refreshes several lists and returns what became of each. Never rejects, and no list's failure stops the others.
 *
 * An addition that shares address space with what another list trusts, whether or not that one is refreshed now, is
 * held back: the first to have it keeps it.
 */
export async function refreshLists(options: RefreshListsOptions): Promise<readonly RefreshResult[]> {
  const { feeds, rulesOf = defaultRulesOf, bundledOf, confirmed = [], report, ...shared } = options
  const standing = await readStanding(options)
  const results: RefreshResult[] = []
  for (const feed of feeds) {
    const { provider } = feed
    const result = await refreshList({
      ...shared,
      feed,
      rules: rulesOf(provider),
      bundled: bundledOf?.(provider),
      confirmed: confirmed.includes(provider),
      apartFrom: ownedByOthers(provider, standing, options.now),
    })
    if (result.record !== undefined) standing.set(provider, result.record)
    results.push(result)
    tell(result, report)
  }
  return results
}

/** A log that is full must not keep the other lists from their refresh. */
function tell(result: RefreshResult, report: RefreshListsOptions['report']): void {
  try {
    report?.(result)
  } catch {
    // The result is returned, too.
  }
}

function ownedByOthers(
  provider: string,
  standing: ReadonlyMap<string, RangesRecord>,
  now: number,
): readonly OwnedPrefix[] {
  const others = [...standing].filter(([name]) => name !== provider)
  return others.flatMap(([name, record]) =>
    trustedPrefixes(record, now).map((text) => ({ provider: name, prefix: requirePrefix(text) })),
  )
}

/** What every list trusts now, for as far as it can be read: what is wrong with one is said when it is refreshed. */
async function readStanding(options: RefreshListsOptions): Promise<Map<string, RangesRecord>> {
  const { feeds, bundledOf, now } = options
  const providers = [...new Set([...PROVIDER_NAMES, ...feeds.map(({ provider }) => provider)])]
  const texts = await readAll(providers, options)
  const standing = new Map<string, RangesRecord>()
  for (const provider of providers) {
    const list = bundledOf?.(provider)
    const bundled = list && recordOfList(list)
    const stored = await readQuietly(provider, texts.get(provider), options)
    const isOutdated = stored === undefined || (bundled !== undefined && isNewer(bundled, stored, now))
    const record = isOutdated ? bundled : stored
    if (record !== undefined) standing.set(provider, record)
  }
  return standing
}

async function readAll(
  providers: readonly string[],
  { store, signal }: RefreshListsOptions,
): Promise<ReadonlyMap<string, string>> {
  try {
    return await store.read(providers, storeSignal(signal))
  } catch {
    // One text that is broken must not hide what the other lists trust.
    const reads = providers.map(async (provider) => await store.read([provider], storeSignal(signal)))
    const answers = await Promise.allSettled(reads)
    return new Map(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [...answer.value] : [])))
  }
}

async function readQuietly(
  provider: string,
  text: string | undefined,
  options: RefreshListsOptions,
): Promise<RangesRecord | undefined> {
  if (text === undefined) return undefined
  const stored = await readStoredText(provider, text, options).catch(() => undefined)
  return stored?.kind === 'list' ? stored.record : undefined
}
