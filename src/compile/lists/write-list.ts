import { requirePrefix } from '../../net/prefix.ts'
import { aggregatePrefixes } from '../../ranges/aggregate-prefixes.ts'
import { sortPrefixes } from '../../ranges/sort-prefixes.ts'
import { CompileError } from '../compile-error.ts'
import { listHead } from './list-head.ts'
import type { ListTarget, PrefixLimit } from './list-target.ts'
import type { TrustedList } from './trusted-list.ts'

const NEXT_STEP = 'Raise the limit if the target takes more; a wider list is never written, as it would trust strangers'

/**
 * Writes a list for a target: its prefixes as they are, or joined exactly where the target or the caller has a limit.
 *
 * @throws CompileError `TOO_MANY_PREFIXES` where they are more than that even so, `MISSING` for a list that is empty, and
 * `UNSUPPORTED` for a name that the target cannot take
 */
export function writeList(list: TrustedList, target: ListTarget, most?: number): string {
  const limits = [...(target.limit === undefined ? [] : [target.limit]), ...askedLimit(most)]
  const isJoined = limits.length > 0 || target.takesNoNested === true
  const prefixes = isJoined ? joinWithin(list, limits, target.name) : list.prefixes
  if (prefixes.length === 0) throw noPrefixes(list, target)
  return target.write({ ...list, prefixes }, listHead(list, prefixes.length))
}

/** The prefixes within a number that somebody asks for. Throws a CompileError where they are more. */
export function limitPrefixes(list: TrustedList, most: number | undefined): readonly string[] {
  return most === undefined ? list.prefixes : joinWithin(list, askedLimit(most), 'the list')
}

function askedLimit(most: number | undefined): readonly PrefixLimit[] {
  return most === undefined ? [] : [{ most, because: 'of --limit', nextStep: NEXT_STEP }]
}

function joinWithin(list: TrustedList, limits: readonly PrefixLimit[], name: string): readonly string[] {
  const joined = sortPrefixes(aggregatePrefixes(list.prefixes).map(requirePrefix)).map(({ text }) => text)
  const broken = limits.find(({ most }) => joined.length > most)
  if (broken === undefined) return joined
  throw new CompileError({
    code: 'TOO_MANY_PREFIXES',
    path: list.provider,
    rule: `${name} takes ${broken.most} prefixes at most, because ${broken.because}`,
    received: `${list.prefixes.length} prefixes, ${joined.length} when joined`,
    nextStep: broken.nextStep,
  })
}

/** To many readers an empty list means everyone. */
function noPrefixes({ provider }: TrustedList, { name }: ListTarget): CompileError {
  return new CompileError({
    code: 'MISSING',
    path: provider,
    rule: `${name} is written for a list of one prefix at least`,
    nextStep: 'Refresh the list',
  })
}
