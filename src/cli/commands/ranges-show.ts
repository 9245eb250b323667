import { LIST_TARGETS } from '../../compile/lists/list-targets.ts'
import type { TrustedList } from '../../compile/lists/trusted-list.ts'
import { limitPrefixes, writeList } from '../../compile/lists/write-list.ts'
import type { RangesRecord } from '../../ranges/record.ts'
import { trustedPrefixes } from '../../ranges/trusted-prefixes.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeData, writeJson, writeTalk } from '../output.ts'
import { loadReaderKeys } from '../ranges/list-keys.ts'
import { requireListName } from '../ranges/list-names.ts'
import { openPlace } from '../ranges/list-place.ts'
import { requireRecord } from '../ranges/require-list.ts'
import { showAge, showTime } from '../ranges/show-time.ts'
import { readStanding, type StandingList } from '../ranges/standing-list.ts'
import { readNow, readWholeNumber } from '../read-number.ts'

export type RangesShowOptions = {
  readonly as?: string
  readonly limit?: string
  readonly store?: string
  readonly signedBy?: string
  readonly now?: string
  readonly json?: true
}

/** Prints who is trusted now by one list, a prefix a line, or in the language of a target. */
export async function runRangesShow(listName: string, options: RangesShowOptions): Promise<ExitCode> {
  const name = requireListName(listName)
  const most = readLimit(options.limit)
  const now = readNow(options.now)
  const store = openPlace(options.store)
  const keys = await loadReaderKeys(options.signedBy)
  const [standing] = await readStanding([name], { store, keys, now })
  if (standing === undefined) throw new TypeError('a name has a list, or none that stands')
  const place = store?.name ?? 'the bundled lists'
  const record = requireRecord(standing, place)
  const list = toTrustedList(record, now)
  const target = LIST_TARGETS.find((one) => one.name === options.as)
  const text = target && writeList(list, target, most)
  const prefixes = target === undefined ? limitPrefixes(list, most) : list.prefixes
  if (options.json) await writeJson(toAnswer(standing, record, { list, prefixes, as: options.as, text }))
  else await writeData(text ?? prefixes.map((prefix) => `${prefix}\n`).join(''))
  for (const line of describe(standing, record, { now, place })) writeTalk(line)
  return EXIT.yes
}

function readLimit(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const most = readWholeNumber(text, '--limit')
  if (most > 0) return most
  throw new UsageError('--limit is the most prefixes that whoever reads them takes, 1 or more; got 0')
}

function toTrustedList(record: RangesRecord, now: number): TrustedList {
  return {
    provider: record.provider,
    source: record.source,
    asOf: showTime(record.acceptedAt),
    digest: record.digest,
    prefixes: trustedPrefixes(record, now),
    draining: record.pending.filter(({ until }) => now < until).map(({ prefix }) => prefix),
  }
}

type Shown = {
  readonly list: TrustedList
  readonly prefixes: readonly string[]
  readonly as: string | undefined
  readonly text: string | undefined
}

function toAnswer({ name, from, staleness }: StandingList, record: RangesRecord, { list, prefixes, as, text }: Shown) {
  const { source, acceptedAt, checkedAt, digest } = record
  const facts = { name, from, staleness: staleness ?? null, source, acceptedAt, checkedAt, digest }
  return { ok: true, ...facts, draining: list.draining, ...(text === undefined ? { prefixes } : { as, text }) }
}

type DescribeOptions = { readonly now: number; readonly place: string }

function describe(
  { name, from, staleness, isOutdated }: StandingList,
  { pending, checkedAt }: RangesRecord,
  { now, place }: DescribeOptions,
): readonly string[] {
  const draining = pending.filter(({ until }) => now < until)
  const until = Math.max(...draining.map((removal) => removal.until))
  const age = showAge(now - checkedAt)
  return [
    from === 'store' ? `${name} from ${place}, confirmed ${age} ago` : `${name} as it is bundled, ${age} old`,
    ...(isOutdated ? [`warning: the list in ${place} is older, so the bundled one stands`] : []),
    ...(staleness === 'critical' || staleness === 'expired'
      ? [`warning: ${staleness}: nobody has confirmed it for ${age}. Look why the refresh does not get through`]
      : []),
    ...(draining.length > 0
      ? [`${draining.length} withdrawn prefixes are still in it; print it again after ${showTime(until)}`]
      : []),
  ]
}
