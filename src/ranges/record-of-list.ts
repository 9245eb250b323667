import type { ProviderList } from './provider.ts'
import type { RangesRecord } from './record.ts'

/** From 1 March of the year 0. */
const DAYS_BEFORE_1970 = 719_468

/** The record that stands for a bundled list where a store has none. It counts as checked when its day began, in UTC. */
export function recordOfList(list: ProviderList): RangesRecord {
  const { provider, source, version, counts, digest, prefixes } = list
  const retrievedAt = startOfDay(list.retrieved)
  return {
    v: 1,
    provider,
    source,
    acceptedAt: retrievedAt,
    checkedAt: retrievedAt,
    ...(version === undefined ? {} : { version: versionOf(version) }),
    etags: [],
    counts,
    digest,
    prefixes,
    added: [],
    pending: [],
  }
}

/** The versions that are numbers are sync tokens and change numbers, which grow. */
function versionOf(text: string): { readonly text: string; readonly order?: number } {
  return /^[1-9][0-9]{0,14}$/.test(text) ? { text, order: Number(text) } : { text }
}

/** Unix seconds at which a day, such as `2026-08-22`, begins in UTC. Years count from March, so that leap days end them. */
function startOfDay(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  const years = month > 2 ? year : year - 1
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  const daysOfMonths = Math.floor((153 * ((month + 9) % 12) + 2) / 5)
  return (years * 365 + leapDays + daysOfMonths + date - 1 - DAYS_BEFORE_1970) * 86_400
}
