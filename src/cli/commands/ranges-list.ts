import { EXIT, type ExitCode } from '../exit-codes.ts'
import { layOut } from '../lay-out.ts'
import { toSafeText, writeData, writeJson, writeTalk } from '../output.ts'
import { loadReaderKeys } from '../ranges/list-keys.ts'
import { requireListNames } from '../ranges/list-names.ts'
import { openPlace } from '../ranges/list-place.ts'
import { showAge } from '../ranges/show-time.ts'
import { readStanding, type StandingList } from '../ranges/standing-list.ts'
import { readNow } from '../read-number.ts'

export type RangesListOptions = {
  readonly provider: readonly string[]
  readonly store?: string
  readonly signedBy?: string
  readonly now?: string
  readonly json?: true
}

const SHOWN_DIGEST_LENGTH = 12

/**
 * Says of each list where the one that stands comes from, how old it is and what it holds. The answer is no if one in the
 * store is not believed or was not confirmed for 72 h, or if there is no list at all of a name that was asked for.
 */
export async function runRangesList(options: RangesListOptions): Promise<ExitCode> {
  const names = requireListNames(options.provider)
  const now = readNow(options.now)
  const store = openPlace(options.store)
  const keys = await loadReaderKeys(options.signedBy)
  const lists = await readStanding(names, { store, keys, now })
  const isAsked = options.provider.length > 0
  const isGood = lists.every((list) => isUsable(list) && (list.record !== undefined || !isAsked))
  if (options.json) {
    await writeJson({ ok: isGood, store: store?.name ?? null, lists: lists.map((list) => toAnswer(list, now)) })
    return isGood ? EXIT.yes : EXIT.no
  }
  writeTalk(store === undefined ? 'bundled lists; name a store with --store or IPSEAL_RANGES' : `store: ${store.name}`)
  await writeData(`${toSafeText(layOut([HEAD, ...lists.map((list) => toRow(list, now))]).join('\n'))}\n`)
  for (const { name, fault, isOutdated } of lists) {
    if (fault !== undefined) writeTalk(`alarm: ${name} in the store ${fault.text}`)
    if (isOutdated) writeTalk(`alarm: ${name} in the store is older than the bundled list, which stands in its place`)
  }
  return isGood ? EXIT.yes : EXIT.no
}

function isUsable({ fault, staleness, isOutdated }: StandingList): boolean {
  return fault === undefined && staleness !== 'expired' && !isOutdated
}

const HEAD = ['list', 'IPv4', 'IPv6', 'pending', 'age', 'state', 'digest', 'source']

function toRow(list: StandingList, now: number): readonly string[] {
  const { name, record } = list
  if (record === undefined) return [name, '-', '-', '-', '-', stateOf(list), '-', '-']
  return [
    name,
    String(record.counts.ipv4),
    String(record.counts.ipv6),
    String(record.pending.filter(({ until }) => now < until).length),
    showAge(now - record.checkedAt),
    stateOf(list),
    record.digest.slice(0, SHOWN_DIGEST_LENGTH),
    // A line break in it would begin a row of its own.
    record.source.replace(/[^\x20-\x7e]/gu, '?'),
  ]
}

/** One word: how stale a stored list is, or that another one stands. */
function stateOf({ from, fault, staleness }: StandingList): string {
  if (fault !== undefined) return from === undefined ? 'unusable' : 'unusable, so bundled'
  return from === undefined ? 'none' : (staleness ?? 'bundled')
}

function toAnswer({ name, record, from, staleness, fault, isOutdated }: StandingList, now: number): object {
  return {
    name,
    from: from ?? null,
    staleness: staleness ?? null,
    ...(fault !== undefined && { fault: fault.reason, detail: fault.text }),
    ...(isOutdated && { outdated: true }),
    ...(record !== undefined && {
      source: record.source,
      counts: record.counts,
      acceptedAt: record.acceptedAt,
      checkedAt: record.checkedAt,
      ageSeconds: now - record.checkedAt,
      version: record.version?.text,
      digest: record.digest,
      added: record.added,
      pending: record.pending.filter(({ until }) => now < until),
    }),
  }
}
