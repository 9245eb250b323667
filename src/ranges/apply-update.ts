import { type Prefix, parsePrefix, requirePrefix } from '../net/prefix.ts'
import { spaceOf, withoutSpace } from './address-space.ts'
import { digestPrefixes } from './digest-prefixes.ts'
import { isEntityTag } from './entity-tag.ts'
import type { FeedVersion } from './feeds/feed.ts'
import type { ListCounts } from './provider.ts'
import { readCanonicalPrefixes } from './read-canonical-prefixes.ts'
import type { PendingRemoval, RangesRecord } from './record.ts'
import { MAX_DRAIN_SECONDS, MAX_ETAGS, MAX_TEXT_LENGTH, MAX_WIDER_PREFIXES } from './record-limits.ts'
import { comparePrefixes, sortPrefixes } from './sort-prefixes.ts'

export type ListUpdate = {
  /** What is trusted until now: the stored record, else that of the bundled list; a private list begins without. */
  readonly previous?: RangesRecord | undefined
  /** What `acceptList` returned. */
  readonly accepted: { readonly prefixes: readonly Prefix[]; readonly counts: ListCounts }
  readonly provider: string
  readonly source: string
  readonly version?: FeedVersion | undefined
  /** As in the feed: of any shape, never trusted, and ignored as a whole if any of it is no CIDR block. */
  readonly wider?: readonly string[] | undefined
  readonly etags: readonly string[]
  readonly drainSeconds: number
  /** Unix seconds. */
  readonly now: number
}

export type UpdatedList = {
  readonly record: RangesRecord
  /** Blocks of addresses that were not in the list before. */
  readonly added: readonly string[]
  /** Blocks that were in the list before, and begin to drain with this update. */
  readonly withdrawn: readonly string[]
  /** New in the wider list since it was seen last, and not in this one. */
  readonly announced: readonly string[]
}

/**
 * Turns an accepted list into the record that replaces the previous one. Additions are trusted at once.
 *
 * What was withdrawn is trusted for `drainSeconds` more. Addresses count, not lines: a block that was split drains
 * nothing, and what comes back, or a part of it, drains no longer.
 */
export async function applyUpdate(update: ListUpdate): Promise<UpdatedList> {
  const { previous, accepted, provider, source, version, drainSeconds } = update
  const now = Math.floor(update.now)
  const before = (previous?.prefixes ?? []).map(requirePrefix)
  const space = spaceOf(accepted.prefixes)
  const withdrawn = withoutSpace(before, space)
  const known = spaceOf(before)
  const added = textsOf(withoutSpace(accepted.prefixes, known))
  const prefixes = textsOf(accepted.prefixes)
  const digest = await digestPrefixes(prefixes)
  const wider = readWider(update.wider) ?? previous?.wider
  const isSame = previous?.digest === digest
  const record: RangesRecord = {
    v: 1,
    provider,
    source,
    acceptedAt: isSame ? Math.min(previous.acceptedAt, now) : now,
    checkedAt: now,
    ...(version !== undefined && isStorable(version.text) ? { version } : {}),
    etags: update.etags.slice(0, MAX_ETAGS).map((etag) => (isEntityTag(etag) ? etag : '')),
    counts: accepted.counts,
    digest,
    prefixes,
    added: isSame
      ? previous.added
      : textsOf(accepted.prefixes.filter((prefix) => withoutSpace([prefix], known).length > 0)),
    pending: sortPending([
      ...stillPending(previous, now, (prefix) => withoutSpace([prefix], space)),
      ...withdrawn.map((prefix) => ({ prefix, until: now + drainSeconds })),
    ]),
    ...(wider === undefined ? {} : { wider }),
  }
  return { record, added, withdrawn: textsOf(withdrawn), announced: announcedOf(previous?.wider, record) }
}

/** The record of a list that its source has confirmed without sending it again. */
export function confirmRecord(previous: RangesRecord, checkedAt: number): RangesRecord {
  const now = Math.floor(checkedAt)
  const pending = sortPending(stillPending(previous, now, (prefix) => [prefix]))
  return { ...previous, acceptedAt: Math.min(previous.acceptedAt, now), checkedAt: now, pending }
}

type Draining = { readonly prefix: Prefix; readonly until: number }

/** A time further away than any drain was written by a clock that was ahead, and is brought back. */
function stillPending(
  previous: RangesRecord | undefined,
  now: number,
  remains: (prefix: Prefix) => readonly Prefix[],
): readonly Draining[] {
  const pending = (previous?.pending ?? []).filter(({ until }) => now < until)
  return pending.flatMap(({ prefix, until }) =>
    remains(requirePrefix(prefix)).map((left) => ({
      prefix: left,
      until: Math.min(until, now + MAX_DRAIN_SECONDS),
    })),
  )
}

function sortPending(pending: readonly Draining[]): readonly PendingRemoval[] {
  const sorted = [...pending].sort((a, b) => comparePrefixes(a.prefix, b.prefix))
  return sorted.map(({ prefix, until }) => ({ prefix: prefix.text, until }))
}

/** What no vendor would send must not make a record that no reader takes. */
function isStorable(text: string): boolean {
  return text.length > 0 && text.length <= MAX_TEXT_LENGTH
}

function readWider(claimed: readonly string[] | undefined): readonly string[] | undefined {
  if (claimed === undefined || claimed.length > MAX_WIDER_PREFIXES) return undefined
  const distinct = new Set(claimed)
  const prefixes = [...distinct].flatMap((text) => parsePrefix(text) ?? [])
  const wider = readCanonicalPrefixes(textsOf(sortPrefixes(prefixes)), 'wider')
  return typeof wider !== 'string' && wider.length === distinct.size ? wider : undefined
}

/** The first sight of a wider list announces nothing: all of it would be new. */
function announcedOf(before: readonly string[] | undefined, { wider, prefixes }: RangesRecord): readonly string[] {
  if (before === undefined || wider === undefined) return []
  const known = spaceOf([...before, ...prefixes].map(requirePrefix))
  return textsOf(withoutSpace(wider.map(requirePrefix), known))
}

function textsOf(prefixes: readonly Prefix[]): readonly string[] {
  return prefixes.map(({ text }) => text)
}
