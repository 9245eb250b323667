import { type AcceptanceRules, rulesOf } from '../../src/ranges/acceptance-rules.ts'
import type { Feed, FeedReading } from '../../src/ranges/feeds/feed.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import { recordOfList } from '../../src/ranges/record-of-list.ts'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import { type RefreshListOptions, refreshList } from '../../src/refresh/refresh-list.ts'
import { memoryListStore } from './memory-list-store.ts'

export const NOW = 1_790_000_000
export const HOUR = 3600
export const { fastly } = SNAPSHOT

/** A feed that is a function of nothing: what it says is the test's. */
export function feedOf(reading: Partial<Extract<FeedReading, { ok: true }>> = {}): Feed {
  const { source, provider } = fastly
  return { provider, source, requests: [], parse: () => ({ ok: true, claimed: fastly.prefixes, ...reading }) }
}

/** Fastly's, but it adds and withdraws as it likes: nothing has to be confirmed. */
export const rules: AcceptanceRules = { ...rulesOf('fastly'), anchors: [], removals: 0.9, drainSeconds: HOUR }
export const without = (...gone: readonly string[]) => fastly.prefixes.filter((prefix) => !gone.includes(prefix))
export const GONE = '23.235.32.0/20'

export function record(changes: Partial<RangesRecord> = {}): RangesRecord {
  return { ...recordOfList(fastly), acceptedAt: NOW - 9 * HOUR, checkedAt: NOW - 2 * HOUR, ...changes }
}

export async function refresh(changes: Partial<RefreshListOptions> = {}, texts: Readonly<Record<string, string>> = {}) {
  const store = memoryListStore(texts)
  const result = await refreshList({ feed: feedOf(), rules, bundled: fastly, store, now: NOW, ...changes })
  return { result, store, stored: store.texts.get('fastly') }
}
