import { type Prefix, requirePrefix } from '../net/prefix.ts'
import type { AcceptanceRules } from './acceptance-rules.ts'
import { type AddressSpace, sizeOf, spaceOf, withoutSpace } from './address-space.ts'
import type { FeedVersion } from './feeds/feed.ts'
import type { ListFault } from './list-fault.ts'
import type { ListCounts } from './provider.ts'
import type { RangesRecord } from './record.ts'

type Claimed = {
  readonly prefixes: readonly Prefix[]
  /** Whether all entries could be read, so that `prefixes` is the whole list. */
  readonly areReadable: boolean
  readonly version: FeedVersion | undefined
}

/**
 * Holds a list's version against the last accepted one: never an older state, and never two lists under one version.
 *
 * An older one comes from a cache that is behind, from notifications out of order, or from someone who kept it.
 */
export function checkVersion({ prefixes, areReadable, version }: Claimed, last: RangesRecord): readonly ListFault[] {
  if (version === undefined || last.version === undefined) return []
  const { text, order } = version
  const accepted = last.version
  const areOrdered = order !== undefined && accepted.order !== undefined
  if (areOrdered && order < accepted.order) return [{ reason: 'older-version', version: text, accepted: accepted.text }]
  const isSameVersion = areOrdered ? order === accepted.order : text === accepted.text
  const isSameList =
    prefixes.length === last.prefixes.length && prefixes.every((one, i) => one.text === last.prefixes[i])
  return areReadable && isSameVersion && !isSameList ? [{ reason: 'changed-under-version', version: text }] : []
}

/** Measures, for each family and in addresses, what a list lacks of the last one and what it brings in. */
export function checkAgainstLast(
  prefixes: readonly Prefix[],
  lastPrefixes: readonly string[],
  rules: AcceptanceRules,
): readonly ListFault[] {
  const last = lastPrefixes.map(requirePrefix)
  return ([4, 6] as const).flatMap((family) => {
    const before = spaceOf(last.filter((prefix) => prefix.family === family))
    const after = spaceOf(prefixes.filter((prefix) => prefix.family === family))
    const name = family === 4 ? 'ipv4' : 'ipv6'
    return [...checkRemovals(name, { before, after }, rules), ...checkOverlap(name, { before, after }, rules)]
  })
}

type Change = { readonly before: AddressSpace; readonly after: AddressSpace }

function checkRemovals(family: keyof ListCounts, { before, after }: Change, rules: AcceptanceRules): ListFault[] {
  const removed = withoutSpace(before, after)
  if (removed.length === 0) return []
  const share = sizeOf(removed) / sizeOf(before)
  const most = rules.removals === 'confirm' ? 0 : rules.removals
  if (rules.removals !== 'confirm' && share <= most) return []
  return [{ reason: 'large-removal', family, share, most, removed: removed.map(({ text }) => text) }]
}

/** The first addresses of a family have nothing to overlap with. */
function checkOverlap(family: keyof ListCounts, { before, after }: Change, rules: AcceptanceRules): ListFault[] {
  if (before.length === 0 || after.length === 0) return []
  const share = 1 - sizeOf(withoutSpace(after, before)) / sizeOf(after)
  return share >= rules.leastOverlap ? [] : [{ reason: 'small-overlap', family, share, least: rules.leastOverlap }]
}
