import { containsPrefix, type Prefix, parsePrefix } from '../net/prefix.ts'
import { findSpecialPurposeWithin } from '../net/special-purpose.ts'
import type { AcceptanceRules } from './acceptance-rules.ts'
import type { ListCounts } from './provider.ts'
import { sortPrefixes } from './sort-prefixes.ts'

/** Why a claimed list cannot stand for a provider. An `entry` is text as it was claimed: escape it before it is shown. */
export type ListFault =
  | { readonly reason: 'malformed-prefix' | 'repeated-prefix'; readonly entry: string }
  | { readonly reason: 'not-canonical'; readonly entry: string; readonly canonical: string }
  | { readonly reason: 'too-wide'; readonly entry: string; readonly shortest: number }
  | { readonly reason: 'not-public'; readonly entry: string; readonly because: string }
  | { readonly reason: 'excluded-space'; readonly entry: string; readonly excluded: string }
  | { readonly reason: 'missing-anchor'; readonly anchor: string }
  | {
      readonly reason: 'unlikely-count'
      readonly family: keyof ListCounts
      readonly count: number
      readonly bounds: readonly [min: number, max: number]
    }

export type Acceptance =
  | { readonly ok: true; readonly prefixes: readonly Prefix[]; readonly counts: ListCounts }
  | { readonly ok: false; readonly faults: readonly ListFault[] }

const IPV4_MULTICAST = readOwn('224.0.0.0/4')
/** All that is assigned of IPv6's unicast space (RFC 4291 section 2.4, IANA's IPv6 address space registry). */
const IPV6_GLOBAL_UNICAST = readOwn('2000::/3')

/**
 * Checks a claimed list against a provider's rules: returns it sorted, or everything that is wrong with it.
 *
 * Feeds do answer with an error page, an empty body or another list, and whoever stands in a trusted list can name any
 * client it likes. So one bad entry refuses the whole list; nothing is skipped or repaired.
 */
export function acceptList(claimed: readonly string[], rules: AcceptanceRules): Acceptance {
  const faults: ListFault[] = []
  const accepted = new Map<string, Prefix>()
  for (const entry of claimed) {
    const prefix = readEntry(entry, rules)
    if ('reason' in prefix) faults.push(prefix)
    else if (accepted.has(entry)) faults.push({ reason: 'repeated-prefix', entry })
    else accepted.set(entry, prefix)
  }
  const prefixes = sortPrefixes(accepted.values())
  const ipv4 = prefixes.filter((prefix) => prefix.family === 4).length
  const counts = { ipv4, ipv6: prefixes.length - ipv4 }
  for (const anchor of rules.anchors) if (!accepted.has(anchor)) faults.push({ reason: 'missing-anchor', anchor })
  faults.push(...checkCount('ipv4', counts, rules), ...checkCount('ipv6', counts, rules))
  return faults.length === 0 ? { ok: true, prefixes, counts } : { ok: false, faults }
}

function readEntry(entry: string, rules: AcceptanceRules): Prefix | ListFault {
  const prefix = parsePrefix(entry)
  if (prefix === undefined) return { reason: 'malformed-prefix', entry }
  if (prefix.text !== entry) return { reason: 'not-canonical', entry, canonical: prefix.text }
  const shortest = prefix.family === 4 ? rules.shortest.ipv4 : rules.shortest.ipv6
  if (prefix.length < shortest) return { reason: 'too-wide', entry, shortest }
  const because = whyNotPublic(prefix)
  if (because !== undefined) return { reason: 'not-public', entry, because }
  const excluded = rules.excluded.find((text) => sharesSpace(readOwn(text), prefix))
  return excluded === undefined ? prefix : { reason: 'excluded-space', entry, excluded }
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

function checkCount(family: keyof ListCounts, counts: ListCounts, rules: AcceptanceRules): readonly ListFault[] {
  const bounds = rules.counts[family]
  const count = counts[family]
  const isLikely = count >= bounds[0] && count <= bounds[1]
  return isLikely ? [] : [{ reason: 'unlikely-count', family, count, bounds }]
}

function readOwn(text: string): Prefix {
  const prefix = parsePrefix(text)
  if (prefix === undefined) throw new RangeError(`acceptance rules: ${text} is no canonical prefix`)
  return prefix
}
