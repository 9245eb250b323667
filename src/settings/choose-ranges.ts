import { importKeySet } from '../assertion/key-set.ts'
import { isNewer } from '../ranges/is-newer.ts'
import type { ProviderList } from '../ranges/provider.ts'
import type { RangesRecord } from '../ranges/record.ts'
import { recordOfList } from '../ranges/record-of-list.ts'
import { type Staleness, stalenessOf } from '../ranges/staleness.ts'
import { trustedPrefixes } from '../ranges/trusted-prefixes.ts'
import { type Candidate, findHeldBack, unsharedPrefixes } from './hold-back.ts'
import { namedLists, resolutionsOf } from './named-lists.ts'
import type { Settings } from './settings.ts'
import { readStoredList, type StoredList, type StoredListFault, type StoredListRules } from './stored-list.ts'

/** Where a list came from: the store now, the store at an earlier time, or the package. */
export type ListOrigin = 'store' | 'memory' | 'bundle'

/** A list that is trusted, and what of it is at this time. */
export type ChosenList = {
  readonly from: ListOrigin
  readonly record: RangesRecord
  readonly prefixes: readonly string[]
}

/** What became of one list: facts for a log. Its age counts from when the source last confirmed it. */
export type RangesNote = {
  readonly list: string
  /** Undefined: there is none, and whatever needs it cannot start. */
  readonly from: ListOrigin | undefined
  readonly digest: string | undefined
  readonly ageSeconds: number | undefined
  readonly staleness: Staleness | undefined
  /** Why what is stored is not what is trusted; undefined if it is. */
  readonly fault: StoredListFault | undefined
  /** More of that, escaped. */
  readonly detail: string | undefined
}

export type ChosenRanges = {
  readonly lists: ReadonlyMap<string, ChosenList>
  /** One for each list that the settings name, in their order. */
  readonly notes: readonly RangesNote[]
  /** The settings refuse stale lists, and one of these is: no request may be answered by them. */
  readonly isRefused: boolean
}

export type RangesSources = {
  /** The text of each list that a store holds. */
  readonly stored: ReadonlyMap<string, string>
  /** The lists that could not be read, each with the reason, escaped. */
  readonly unread?: ReadonlyMap<string, string>
  readonly bundledOf: (name: string) => ProviderList | undefined
  /** What was chosen before, so that no older list is taken after it. */
  readonly previous?: ReadonlyMap<string, ChosenList> | undefined
  /** The provider that vouches for the peers, if one does: its list is needed too. */
  readonly platform?: string | undefined
}

const NOTHING = {
  from: undefined,
  digest: undefined,
  ageSeconds: undefined,
  staleness: undefined,
  fault: undefined,
  detail: undefined,
} as const

type Choice = { readonly stored: StoredList; readonly standing: ChosenList | undefined }

type Chosen = { readonly stored: StoredList; readonly chosen: ChosenList | undefined }

/**
 * Chooses for each list that settings name the newest of what is stored, what was chosen before and what is bundled.
 *
 * Whoever can write to the store may write anything: what is not signed as the settings demand, cannot be read, is another
 * list or is older than what stands changes nothing, and neither does a list that begins to hold a prefix of another
 * group; where nothing stands yet, of such a list all but these prefixes is taken. Each such fault is one note.
 *
 * @throws KeyError if a key of `ranges.signedBy` cannot be used.
 */
export async function chooseRanges(
  settings: Pick<Settings, 'trust' | 'shadow' | 'ranges'>,
  sources: RangesSources,
  now: number,
): Promise<ChosenRanges> {
  const { signedBy, onStale } = settings.ranges ?? {}
  const keys = signedBy && (await importKeySet(signedBy))
  const choices = new Map<string, Choice>()
  for (const name of namedLists(settings, sources.platform)) {
    const standing = standingList(name, sources, now)
    const stored = await readStored(name, sources, { keys, now })
    choices.set(name, { stored: refuseOlder(stored, standing, now), standing })
  }
  holdBack(settings, choices, now)
  const lists = new Map([...choices].flatMap(([name, choice]) => entryOf(name, takeList(choice, now))))
  const notes = [...choices].map(([name, { stored }]) => noteOf(name, { stored, chosen: lists.get(name) }, now))
  return { lists, notes, isRefused: onStale === 'refuse' && notes.some(({ staleness }) => staleness === 'expired') }
}

async function readStored(
  name: string,
  { stored, unread }: RangesSources,
  rules: StoredListRules,
): Promise<StoredList> {
  const reason = unread?.get(name)
  if (reason !== undefined) return { ok: false, fault: 'store-failed', detail: reason }
  return await readStoredList(name, stored.get(name), rules)
}

/** What is trusted if nothing better is stored. */
function standingList(name: string, { bundledOf, previous }: RangesSources, now: number): ChosenList | undefined {
  const list = bundledOf(name)
  const bundled = list && listFrom('bundle', recordOfList(list), now)
  const kept = previous?.get(name)
  if (kept === undefined || kept.from === 'bundle') return bundled
  if (bundled !== undefined && isNewer(bundled.record, kept.record, now)) return bundled
  return listFrom('memory', kept.record, now)
}

function refuseOlder(stored: StoredList, standing: ChosenList | undefined, now: number): StoredList {
  if (!stored.ok || standing === undefined || !isNewer(standing.record, stored.record, now)) return stored
  const behindSeconds = standing.record.checkedAt - stored.record.checkedAt
  const detail = behindSeconds > 0 ? `${behindSeconds} s older` : 'an earlier version of the source’s'
  return { ok: false, fault: 'rolled-back', detail }
}

function holdBack(settings: Pick<Settings, 'trust' | 'shadow'>, choices: Map<string, Choice>, now: number): void {
  const candidates = new Map<string, Candidate>()
  for (const [name, choice] of choices) {
    const standing = choice.standing?.prefixes ?? []
    candidates.set(name, { prefixes: takeList(choice, now)?.prefixes ?? [], standing })
  }
  const policies = resolutionsOf(settings).map(({ trust }) => trust)
  for (const { name, prefix } of findHeldBack(policies, candidates)) {
    const choice = choices.get(name)
    const standing = choice?.standing ?? partOf(choice?.stored, unsharedPrefixes(name, policies, candidates), now)
    choices.set(name, { stored: { ok: false, fault: 'prefix-twice', detail: prefix }, standing })
  }
}

/** A list with these of its prefixes alone; what is remembered of it is no more than that. */
function partOf(stored: StoredList | undefined, kept: readonly string[], now: number): ChosenList | undefined {
  if (stored?.ok !== true || kept.length === 0) return undefined
  const { record } = stored
  const isKept = new Set(kept)
  const prefixes = record.prefixes.filter((prefix) => isKept.has(prefix))
  const pending = record.pending.filter(({ prefix }) => isKept.has(prefix))
  return listFrom('store', { ...record, prefixes, pending }, now)
}

function takeList({ stored, standing }: Choice, now: number): ChosenList | undefined {
  return stored.ok ? listFrom('store', stored.record, now) : standing
}

function listFrom(from: ListOrigin, record: RangesRecord, now: number): ChosenList {
  return { from, record, prefixes: trustedPrefixes(record, now) }
}

function entryOf(name: string, list: ChosenList | undefined): readonly (readonly [string, ChosenList])[] {
  return list === undefined ? [] : [[name, list]]
}

function noteOf(list: string, { stored, chosen }: Chosen, now: number): RangesNote {
  const facts = chosen && {
    from: chosen.from,
    digest: chosen.record.digest,
    ageSeconds: Math.floor(now) - chosen.record.checkedAt,
    staleness: stalenessOf(chosen.record.checkedAt, now),
  }
  const why = stored.ok ? undefined : { fault: stored.fault, detail: stored.detail }
  return { list, ...NOTHING, ...facts, ...why }
}
