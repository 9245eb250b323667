import { blockListCandidate, prefixTableCandidate } from './candidates/membership.ts'
import { proxyAddrCandidate } from './candidates/proxy-addr.ts'
import { resolveCandidate } from './candidates/resolve.ts'
import {
  drawLookups,
  drawRequests,
  forgeLeft,
  mixedShapes,
  PROXIES_IPV6_SHARE,
  type Shape,
  USERS_IPV6_SHARE,
} from './inputs.ts'
import type { Candidate } from './interleave.ts'
import { ORDINARY_HEADERS } from './ordinary-headers.ts'
import type { TrustList } from './prefixes.ts'
import type { Random } from './random.ts'
import type { Goal } from './report.ts'

const MIXED_SHAPES = mixedShapes(USERS_IPV6_SHARE)

/** The cost of `over` divided by the cost of `under`. */
export type Row = { readonly title: string; readonly over: Candidate; readonly under: Candidate; readonly goal?: Goal }

/** Express's walk over ours on the mixed shapes. */
export function compareWalks(random: Random, trust: TrustList, goal: Goal): Row {
  return { ...compareOn(random, trust, MIXED_SHAPES), title: `proxy-addr / resolve, ${sizeOf(trust)}`, goal }
}

/** The same shapes with fewer IPv6 addresses, which cost proxy-addr most. */
export function compareWithLessIPv6(random: Random, trust: TrustList): Row {
  return { ...compareOn(random, trust, mixedShapes(PROXIES_IPV6_SHARE)), title: '  the mix with 25 % IPv6' }
}

/** The shapes of which the mix is made, one by one. */
export function compareShapes(random: Random, trust: TrustList): readonly Row[] {
  return MIXED_SHAPES.map((shape) => {
    const title = `  chains of ${shape.entries} alone, ${shape.kind}`
    return { ...compareOn(random, trust, [shape]), title }
  })
}

/** The mix again, but ours has to find its header behind those that a browser sends; proxy-addr gets a parsed object. */
export function compareBehindHeaders(random: Random, trust: TrustList): Row {
  const requests = drawRequests(random, trust, MIXED_SHAPES)
  return {
    title: '  the mix, ours behind 12 ordinary headers',
    over: proxyAddrCandidate(requests, trust),
    under: resolveCandidate(requests, trust, ORDINARY_HEADERS),
  }
}

export function growWithPrefixes(random: Random, few: TrustList, many: TrustList): Row {
  return {
    title: `resolve, ${sizeOf(many)} / ${sizeOf(few)}`,
    over: resolveCandidate(drawRequests(random, many, MIXED_SHAPES), many),
    under: resolveCandidate(drawRequests(random, few, MIXED_SHAPES), few),
    goal: { atMost: 1.4 },
  }
}

/** The same peers and clients; only what the client forged to the left of itself is longer. */
export function growWithForgery(random: Random, trust: TrustList): Row {
  const short = drawRequests(random, trust, [{ kind: 'forged', entries: 3, ipv6Share: USERS_IPV6_SHARE }])
  return {
    title: 'resolve, 100 entries, 99 of them forged / 3 entries',
    over: resolveCandidate(forgeLeft(random, short, 100), trust),
    under: resolveCandidate(short, trust),
    goal: { atMost: 1.1 },
  }
}

/** Text in, membership out. */
export function compareMembership(random: Random, trust: TrustList): Row {
  const lookups = drawLookups(random, trust)
  return {
    title: `net.BlockList / prefix table, ${sizeOf(trust)}`,
    over: blockListCandidate(lookups, trust),
    under: prefixTableCandidate(lookups, trust),
    goal: { moreThan: 1 },
  }
}

function compareOn(random: Random, trust: TrustList, shapes: readonly Shape[]): Pick<Row, 'over' | 'under'> {
  const requests = drawRequests(random, trust, shapes)
  return { over: proxyAddrCandidate(requests, trust), under: resolveCandidate(requests, trust) }
}

function sizeOf({ prefixes }: TrustList): string {
  return `${prefixes.length.toLocaleString('en')} prefixes`
}
