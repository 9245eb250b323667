import { describeKind, describeValue } from '../fault/escape-text.ts'
import { parseJson } from '../fault/parse-json.ts'
import { checkDrains } from './check-drains.ts'
import { digestPrefixes } from './digest-prefixes.ts'
import { isEntityTag } from './entity-tag.ts'
import { canNameList } from './list-name.ts'
import { readCanonicalPrefixes } from './read-canonical-prefixes.ts'
import type { RangesRecord } from './record.ts'
import { MAX_ETAGS, MAX_RECORD_LENGTH, MAX_TEXT_LENGTH } from './record-limits.ts'

export type RecordReading =
  | { readonly ok: true; readonly record: RangesRecord }
  /** The first rule that is broken, the member, and what stands there, escaped. */
  | { readonly ok: false; readonly fault: string }

/** Read as seconds this is the year 5138: a larger number counts milliseconds. */
const FIRST_MILLISECONDS = 1e11
const MEMBERS = new Set(
  'v provider source acceptedAt checkedAt version etags counts digest prefixes added pending wider'.split(' '),
)

/** The text of a record. The same text for the same record, so that a digest or a signature of it can be compared. */
export function printRecord(record: RangesRecord): string {
  const { v, provider, source, acceptedAt, checkedAt, version, etags, counts, digest } = record
  const { prefixes, added, pending, wider } = record
  return JSON.stringify({
    v,
    provider,
    source,
    acceptedAt,
    checkedAt,
    version: version && { text: version.text, order: version.order },
    etags,
    counts: { ipv4: counts.ipv4, ipv6: counts.ipv6 },
    digest,
    prefixes,
    added,
    pending: pending.map(({ prefix, until }) => ({ prefix, until })),
    wider,
  })
}

/**
 * Reads a record out of a store: the text that {@link printRecord} writes and no other, so that no member is there twice,
 * none is unknown and none is read in two ways. Space around it is allowed, as editors add it.
 *
 * What it cannot tell is who wrote the record: that is for its signature. Never rejects.
 */
export async function readRecord(text: string): Promise<RecordReading> {
  if (text.length > MAX_RECORD_LENGTH) return refuse(`a record is at most ${MAX_RECORD_LENGTH} characters`, text.length)
  const value = parseJson(text)
  if (!isFields(value)) return refuse('a record is one JSON object', describeKind(value))
  const record = readMembers(value)
  if (typeof record === 'string') return { ok: false, fault: record }
  const digest = await digestPrefixes(record.prefixes)
  if (digest !== record.digest)
    return refuse('digest is the SHA-256 of the prefixes', `${digest} of those that are there`)
  if (printRecord(record) !== text.trim()) {
    return refuse(
      'a record is the text that this program writes',
      'further members, or the same ones written otherwise',
    )
  }
  return { ok: true, record }
}

type Fields = Readonly<Record<string, unknown>>

function readMembers(fields: Fields): RangesRecord | string {
  const { v, provider, source, acceptedAt, checkedAt, digest } = fields
  const unknown = Object.keys(fields).find((name) => !MEMBERS.has(name))
  if (unknown !== undefined) return mend(`the members are ${[...MEMBERS].join(', ')}`, unknown)
  if (v !== 1) return mend('v is 1', v)
  if (typeof provider !== 'string' || !canNameList(provider))
    return mend('provider is a name, such as cloudflare or list:mine', provider)
  if (!isText(source)) return mend(`source is a text of 1 to ${MAX_TEXT_LENGTH} characters`, source)
  if (!isTime(checkedAt)) return mend('checkedAt is in whole Unix seconds', checkedAt)
  if (!isTime(acceptedAt) || acceptedAt > checkedAt) {
    return mend('acceptedAt is in whole Unix seconds and not after checkedAt', acceptedAt)
  }
  const etags = readEtags(fields.etags)
  if (etags === undefined)
    return mend(
      `etags is a list of at most ${MAX_ETAGS} entity tags, such as "33a64df5" in quotes, or empty texts`,
      fields.etags,
    )
  if (typeof digest !== 'string') return mend('digest is a text', digest)
  const lists = readLists(fields, checkedAt)
  if (typeof lists === 'string') return lists
  const version = readVersion(fields.version)
  if (version === undefined) return mend('version is {"text":…}, or that with a whole number "order"', fields.version)
  return { v, provider, source, acceptedAt, checkedAt, ...version, etags, digest, ...lists }
}

function readLists(
  fields: Fields,
  checkedAt: number,
): Pick<RangesRecord, 'counts' | 'prefixes' | 'added' | 'pending' | 'wider'> | string {
  const prefixes = readCanonicalPrefixes(fields.prefixes, 'prefixes')
  if (typeof prefixes === 'string') return prefixes
  if (prefixes.length === 0) return 'prefixes holds one CIDR block at least; got none'
  const ipv6 = prefixes.filter((text) => text.includes(':')).length
  const counts = { ipv4: prefixes.length - ipv6, ipv6 }
  const claimed = fields.counts
  if (!isFields(claimed) || claimed.ipv4 !== counts.ipv4 || claimed.ipv6 !== counts.ipv6) {
    return mend(`counts is ${JSON.stringify(counts)}, as there are prefixes`, showCounts(claimed))
  }
  const added = readCanonicalPrefixes(fields.added, 'added')
  if (typeof added === 'string') return added
  const stray = findStray(added, prefixes)
  if (stray !== undefined) return `added is a part of prefixes; got ${stray}`
  const pending = checkDrains(fields.pending, prefixes, checkedAt)
  if (typeof pending === 'string') return pending
  if (fields.wider === undefined) return { counts, prefixes, added, pending }
  const wider = readCanonicalPrefixes(fields.wider, 'wider')
  return typeof wider === 'string' ? wider : { counts, prefixes, added, pending, wider }
}

function findStray(added: readonly string[], prefixes: readonly string[]): string | undefined {
  const known = new Set(prefixes)
  return added.find((prefix) => !known.has(prefix))
}

/** The two numbers alone: to print whatever is there may take more stack than a runtime has. */
function showCounts(claimed: unknown): unknown {
  if (!isFields(claimed) || typeof claimed.ipv4 !== 'number' || typeof claimed.ipv6 !== 'number') return claimed
  return JSON.stringify({ ipv4: claimed.ipv4, ipv6: claimed.ipv6 })
}

function readEtags(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_ETAGS) return undefined
  const etags = value.filter((etag) => typeof etag === 'string' && (etag === '' || isEntityTag(etag)))
  return etags.length === value.length ? etags : undefined
}

function readVersion(value: unknown): Pick<RangesRecord, 'version'> | undefined {
  if (value === undefined) return {}
  if (!isFields(value) || !isText(value.text)) return undefined
  const { text, order } = value
  if (order === undefined) return { version: { text } }
  return typeof order === 'number' && Number.isSafeInteger(order) ? { version: { text, order } } : undefined
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < FIRST_MILLISECONDS
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_TEXT_LENGTH
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mend(rule: string, received: unknown): string {
  const shown = typeof received === 'number' ? String(received) : describeValue(received)
  return `${rule}; got ${shown}`
}

function refuse(rule: string, received: string | number): RecordReading {
  return { ok: false, fault: `${rule}; got ${received}` }
}
