import { containsPrefix, type Prefix, parsePrefix, requirePrefix } from '../net/prefix.ts'
import { findSpecialPurposeWithin } from '../net/special-purpose.ts'
import type { AcceptanceRules } from './acceptance-rules.ts'
import { spaceOf, withoutSpace } from './address-space.ts'
import { checkAgainstLast, checkVersion } from './check-against-last.ts'
import { checkNotAhead } from './check-not-ahead.ts'
import type { FeedVersion } from './feeds/feed.ts'
import type { ListFault } from './list-fault.ts'
import { findNeverTrusted } from './never-trusted.ts'
import type { ListCounts } from './provider.ts'
import type { RangesRecord } from './record.ts'
import { sortPrefixes } from './sort-prefixes.ts'

export type Acceptance =
  | { readonly ok: true; readonly prefixes: readonly Prefix[]; readonly counts: ListCounts }
  | { readonly ok: false; readonly faults: readonly ListFault[] }

export type LastAccepted = {
  /** What is trusted now: the stored record, else that of the bundled list. */
  readonly previous?: RangesRecord | undefined
  /** Of the claimed list. */
  readonly version?: FeedVersion | undefined
  /**
   * A person has looked at this change: it may remove, bring in and count what it likes. Shape, width, anchors, versions
   * and space that is not public or never trusted stay refused.
   */
  readonly confirmed?: boolean | undefined
  /** Unix seconds; without it no version is too far ahead. */
  readonly now?: number | undefined
}

const IPV4_MULTICAST = requirePrefix('224.0.0.0/4')
/** All that is assigned of IPv6's unicast space (RFC 4291 section 2.4, IANA's IPv6 address space registry). */
const IPV6_GLOBAL_UNICAST = requirePrefix('2000::/3')

/**
 * Checks a claimed list against a provider's rules and against the list that it would replace: returns it sorted, or
 * everything that is wrong with it.
 *
 * Feeds do answer with an error page, an empty body or another list, and whoever stands in a trusted list can name any
 * client it likes. So one bad entry refuses the whole list; nothing is skipped or repaired.
 */
export function acceptList(
  claimed: readonly string[],
  rules: AcceptanceRules,
  { previous, version, confirmed = false, now }: LastAccepted = {},
): Acceptance {
  const { accepted, faults } = readEntries(claimed, rules)
  const areReadable = faults.length === 0
  const prefixes = sortPrefixes(accepted.values())
  const ipv4 = prefixes.filter((prefix) => prefix.family === 4).length
  const counts = { ipv4, ipv6: prefixes.length - ipv4 }
  if (claimed.length === 0) faults.push({ reason: 'empty-list' })
  faults.push(...checkAnchors(prefixes, rules))
  if (!confirmed) faults.push(...checkCount('ipv4', counts, rules), ...checkCount('ipv6', counts, rules))
  if (now !== undefined) faults.push(...checkNotAhead(version, { rules, previous, now }))
  if (previous !== undefined) {
    faults.push(...checkVersion({ prefixes, areReadable, version }, previous))
    // Of a list that is not readable as a whole nobody knows what it lacks.
    if (areReadable && !confirmed) faults.push(...checkAgainstLast(prefixes, previous.prefixes, rules))
  }
  return faults.length === 0 ? { ok: true, prefixes, counts } : { ok: false, faults }
}

function readEntries(
  claimed: readonly string[],
  rules: AcceptanceRules,
): { readonly accepted: ReadonlyMap<string, Prefix>; readonly faults: ListFault[] } {
  const accepted = new Map<string, Prefix>()
  const faults: ListFault[] = []
  for (const entry of claimed) {
    const prefix = readEntry(entry, rules)
    if ('reason' in prefix) faults.push(prefix)
    else if (accepted.has(entry)) faults.push({ reason: 'repeated-prefix', entry })
    else accepted.set(entry, prefix)
  }
  return { accepted, faults }
}

function readEntry(entry: string, rules: AcceptanceRules): Prefix | ListFault {
  const prefix = parsePrefix(entry)
  if (prefix === undefined) return { reason: 'malformed-prefix', entry }
  if (prefix.text !== entry) return { reason: 'not-canonical', entry, canonical: prefix.text }
  const shortest = prefix.family === 4 ? rules.shortest.ipv4 : rules.shortest.ipv6
  if (prefix.length < shortest) return { reason: 'too-wide', entry, shortest }
  const because = whyNotPublic(prefix)
  if (because !== undefined) return { reason: 'not-public', entry, because }
  const excluded = rules.excluded.find((text) => sharesSpace(requirePrefix(text), prefix))
  if (excluded !== undefined) return { reason: 'excluded-space', entry, excluded }
  const never = findNeverTrusted(prefix, rules.neverTrusted)
  return never === undefined ? prefix : { reason: 'never-trusted', entry, ...never }
}

function whyNotPublic(prefix: Prefix): string | undefined {
  const special = findSpecialPurposeWithin(prefix)
  if (special !== undefined) return special.name
  if (prefix.family === 4) return sharesSpace(IPV4_MULTICAST, prefix) ? 'Multicast' : undefined
  return containsPrefix(IPV6_GLOBAL_UNICAST, prefix) ? undefined : 'outside 2000::/3'
}

function sharesSpace(a: Prefix, b: Prefix): boolean {
  return containsPrefix(a, b) || containsPrefix(b, a)
}

/** An anchor is there if all its addresses are: even old blocks are split and merged. */
function checkAnchors(prefixes: readonly Prefix[], { anchors }: AcceptanceRules): readonly ListFault[] {
  const space = spaceOf(prefixes)
  const missing = anchors.filter((anchor) => withoutSpace([requirePrefix(anchor)], space).length > 0)
  return missing.map((anchor) => ({ reason: 'missing-anchor', anchor }))
}

function checkCount(family: keyof ListCounts, counts: ListCounts, rules: AcceptanceRules): readonly ListFault[] {
  const bounds = rules.counts[family]
  const count = counts[family]
  const isLikely = count >= bounds[0] && count <= bounds[1]
  return isLikely ? [] : [{ reason: 'unlikely-count', family, count, bounds }]
}
