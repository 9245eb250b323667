import type { FactSource } from './ranges-feeds.ts'

/** One provider's list as someone wrote it down: the shape is checked, the prefixes are not. */
export type Facts = {
  readonly retrieved: string
  readonly via: string | undefined
  readonly version: string | undefined
  readonly claimedPrefixes: readonly string[]
}

export type FactsReading =
  | { readonly ok: true; readonly facts: Facts }
  | { readonly ok: false; readonly faults: readonly string[] }

/** Reads a file of facts strictly: everything that does not look as it must is a fault, and none is repaired. */
export function readFacts(text: string, feed: FactSource): FactsReading {
  const document = parseObject(text)
  if (document === undefined) {
    return { ok: false, faults: [`must be one JSON object; it begins ${JSON.stringify(text.slice(0, 40))}`] }
  }
  const ipv4 = readStrings(document.ipv4)
  const ipv6 = readStrings(document.ipv6)
  const retrieved = readDay(document.via_commit_date) ?? feed.documentedOn
  if (ipv4 === undefined || ipv6 === undefined) {
    return { ok: false, faults: ['ipv4 and ipv6 must be lists of strings'] }
  }
  if (retrieved === undefined) return { ok: false, faults: ['via_commit_date must begin with a date'] }
  const faults = [...checkOrigin(document, feed), ...checkFamilies({ ipv4, ipv6 }, document.counts)]
  if (faults.length > 0) return { ok: false, faults }
  const via = readText(document.via)
  return {
    ok: true,
    facts: {
      retrieved,
      via: via === undefined || namesSource(via, feed) ? undefined : via,
      version: readText(document.syncToken) ?? readText(document.changeNumber),
      claimedPrefixes: [...ipv4, ...ipv6],
    },
  }
}

type Fields = Readonly<Record<string, unknown>>

function checkOrigin(document: Fields, feed: FactSource): readonly string[] {
  const origins = [document.endpoint, document.via]
  const faults: string[] = []
  if (!origins.some((origin) => typeof origin === 'string' && namesSource(origin, feed))) {
    faults.push(`endpoint must name ${feed.source}`)
  }
  if (document.service !== feed.service) faults.push(`service must be ${feed.service ?? 'absent'}`)
  return faults
}

function checkFamilies(lists: { ipv4: readonly string[]; ipv6: readonly string[] }, claimedCounts: unknown): string[] {
  const counts = isFields(claimedCounts) ? claimedCounts : {}
  const faults: string[] = []
  if (counts.ipv4 !== lists.ipv4.length || counts.ipv6 !== lists.ipv6.length) {
    faults.push(`counts must be those of the lists: ${lists.ipv4.length} and ${lists.ipv6.length}`)
  }
  if (lists.ipv4.some((entry) => entry.includes(':'))) faults.push('ipv4 must hold no IPv6 text')
  if (lists.ipv6.some((entry) => !entry.includes(':'))) faults.push('ipv6 must hold IPv6 text alone')
  return faults
}

function namesSource(text: string, feed: FactSource): boolean {
  return text.includes(feed.source.replace('https://', ''))
}

function parseObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readStrings(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const strings = value.filter((entry) => typeof entry === 'string')
  return strings.length === value.length ? strings : undefined
}

function readText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The day in UTC of a timestamp in ISO 8601, undefined for anything else. */
function readDay(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().slice(0, 10)
}
