import { describeFault } from '../fault/fault.ts'
import { acceptList } from '../ranges/accept-list.ts'
import type { AcceptanceRules } from '../ranges/acceptance-rules.ts'
import { applyUpdate, confirmRecord, type UpdatedList } from '../ranges/apply-update.ts'
import { describeListFault } from '../ranges/describe-list-fault.ts'
import type { Feed, FeedReading } from '../ranges/feeds/feed.ts'
import type { OwnedPrefix } from '../ranges/find-overlaps.ts'
import type { ListFault } from '../ranges/list-fault.ts'
import { printRecord, readRecord } from '../ranges/read-record.ts'
import type { RangesRecord } from '../ranges/record.ts'
import { findSharedSpace } from './find-shared-space.ts'
import { showSource } from './show-source.ts'

export type Decision =
  | { readonly ok: true; readonly update: UpdatedList }
  | { readonly ok: false; readonly faults: readonly string[] }

/** What the source said: a list, or that the one whose entity tags it was sent still holds. */
export type Word =
  | {
      readonly kind: 'list'
      readonly reading: Extract<FeedReading, { readonly ok: true }>
      readonly etags: readonly string[]
    }
  | { readonly kind: 'same'; readonly record: RangesRecord }

export type DecisionOptions = {
  readonly feed: Feed
  readonly rules: AcceptanceRules
  readonly now: number
  readonly confirmed?: boolean
  readonly apartFrom?: readonly OwnedPrefix[]
}

/** A page in place of a list has a fault a line. */
const MAX_FAULTS = 8

/** Returns the record that follows the previous one by what the source said, or every rule that keeps it from standing. */
export async function decideUpdate(
  word: Word,
  previous: RangesRecord | undefined,
  options: DecisionOptions,
): Promise<Decision> {
  const { feed, rules, now, confirmed = false, apartFrom = [] } = options
  const { provider, source } = feed
  if (word.kind === 'same') return confirm(word.record, options)
  const { claimed, version, wider } = word.reading
  const accepted = acceptList(claimed, rules, {
    confirmed,
    now,
    ...(previous && { previous }),
    ...(version && { version }),
  })
  if (!accepted.ok) return { ok: false, faults: describeFaults(feed, accepted.faults) }
  const { drainSeconds } = rules
  const facts = { previous, accepted, provider, source, version, wider, etags: word.etags, drainSeconds, now }
  const update = await applyUpdate(facts)
  const shared = findSharedSpace(provider, update.added, apartFrom)
  if (shared.length > 0) return { ok: false, faults: shorten(shared) }
  // A record that is lost takes along what drains, and what the next list is held against.
  const reading = await readRecord(printRecord(update.record))
  return reading.ok ? { ok: true, update } : { ok: false, faults: [describeUnreadable(feed, reading.fault)] }
}

/** Rules grow stricter with releases, so that a list which was accepted once is held against them again. */
function confirm(record: RangesRecord, { feed, rules, now }: DecisionOptions): Decision {
  // Of what a person may have let pass nothing is asked twice.
  const accepted = acceptList(record.prefixes, rules, { confirmed: true })
  if (!accepted.ok) return { ok: false, faults: describeFaults(feed, accepted.faults) }
  return { ok: true, update: { record: confirmRecord(record, now), added: [], withdrawn: [], announced: [] } }
}

function describeFaults({ source }: Feed, faults: readonly ListFault[]): readonly string[] {
  const path = showSource(source)
  const nextStep = 'The list from before stays. Look at what is published; docs/ranges.md says when to confirm'
  return shorten(
    faults.map((fault) => describeFault({ code: 'REFUSED_LIST', path, rule: describeListFault(fault), nextStep })),
  )
}

function describeUnreadable({ source }: Feed, fault: string): string {
  const nextStep = 'The list from before stays. Look at what is published, and at what drains of the last list'
  const rule = `the list must make a record that its readers take: ${fault}`
  return describeFault({ code: 'REFUSED_LIST', path: showSource(source), rule, nextStep })
}

function shorten(faults: readonly string[]): readonly string[] {
  const unseen = faults.length - MAX_FAULTS
  return unseen > 0 ? [...faults.slice(0, MAX_FAULTS), `and ${unseen} more of the same list`] : faults
}
