import type { RequestListener } from 'node:http'
import { expect } from 'vitest'
import { rulesOf } from '../../src/ranges/acceptance-rules.ts'
import { FEEDS } from '../../src/ranges/feeds/feed-of.ts'
import { printRecord } from '../../src/ranges/read-record.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { refreshLists } from '../../src/refresh/refresh-lists.ts'
import { refreshRecord } from '../../src/refresh/refresh-record.ts'
import type { RefreshResult } from '../../src/refresh/refresh-result.ts'
import { memoryListStore } from './memory-list-store.ts'
import { type Provider, playProvider, type Stage } from './play-provider.ts'

/** The version of every list that is played. */
export const VERSION = 1_790_000_000
const NOW = VERSION + 100_000
const HOUR = 3600

export type BundledName = keyof typeof SNAPSHOT

export type Poisoning = {
  readonly provider?: BundledName
  readonly listener: RequestListener
  readonly stage?: Stage
  readonly outcome: 'refused' | 'failed'
  readonly fault: string
  readonly timeoutSeconds?: number
}

/** What was accepted two hours ago, under the version that is played, and with something on its way out. */
function storedRecord(provider: BundledName): RangesRecord {
  return {
    ...recordOfList(SNAPSHOT[provider]),
    acceptedAt: NOW - 30 * 24 * HOUR,
    checkedAt: NOW - 2 * HOUR,
    version: { text: String(VERSION), ...(hasOrder(provider) && { order: VERSION }) },
    pending: [{ prefix: '198.51.100.0/24', until: NOW + HOUR }],
  }
}

function hasOrder(provider: BundledName): boolean {
  return provider === 'cloudfront' || provider === 'azure-front-door'
}

/** Refreshes from a poisoned source, with a list in the store and without: nothing accepted, nothing lost, one alarm. */
export async function showPoisoning(poisoning: Poisoning): Promise<{ readonly source: Provider }> {
  const { provider = 'cloudflare', listener, stage, outcome, fault } = poisoning
  const source = await playProvider(listener, stage)
  const record = storedRecord(provider)
  const text = printRecord(record)
  const kept = await refresh({ [provider]: text }, provider, { ...poisoning, source })
  expect(kept.texts).toEqual({ [provider]: text })
  check(kept.reported, record, 50)
  const empty = await refresh({}, provider, { ...poisoning, source })
  expect(empty.texts).toEqual({})
  // The bundled list stands then, and it is months old.
  check(empty.reported, recordOfList(SNAPSHOT[provider]), 60)
  return { source }

  function check(reported: readonly RefreshResult[], standing: RangesRecord, level: number): void {
    expect(reported).toHaveLength(1)
    const [result] = reported
    expect(result).toMatchObject({
      outcome,
      record: standing,
      isWritten: false,
      added: [],
      withdrawn: [],
      announced: [],
    })
    expect(result?.faults.join('\n')).toContain(fault)
    for (const line of result?.faults ?? []) expect(line).toMatch(/^[\x20-\x7e]{1,500}$/)
    const alarms = reported.map((one) => refreshRecord(one, NOW * 1000)).filter((line) => line.level >= 50)
    expect(alarms.map((line) => line.level)).toEqual([level])
  }
}

async function refresh(
  texts: Readonly<Record<string, string>>,
  provider: BundledName,
  { source, timeoutSeconds = 20 }: { readonly source: Provider; readonly timeoutSeconds?: number },
) {
  const store = memoryListStore(texts)
  const reported: RefreshResult[] = []
  const results = await refreshLists({
    feeds: [FEEDS[provider]],
    rulesOf,
    bundledOf: (name) => (name === provider ? SNAPSHOT[provider] : undefined),
    store,
    now: NOW,
    fetch: source.fetch,
    limits: { pauseSeconds: 0.001, timeoutSeconds },
    report: (result) => reported.push(result),
  })
  expect(results).toEqual(reported)
  expect(store.writes).toEqual([])
  return { texts: Object.fromEntries(store.texts), reported }
}
