import { snapshotPrefixes } from '../ranges/snapshot.ts'
import type { EdgeHop, Hop, LoadBalancerHop, Topology } from '../topology/topology.ts'

/** How requests come to one hop, and what of their past can be known there. */
export type Entrance = {
  /** Every connection begins with a PROXY header. */
  readonly takesProxy: boolean
  /**
   * The prefixes from which connections come: those of the load balancer in front, else of the edge. Empty where
   * anyone may connect, or nobody said from where.
   */
  readonly senders: readonly string[]
  /** Whose address the hop has for its peer, after the PROXY header where there is one. */
  readonly peer: 'edge' | 'load-balancer' | 'gateway'
  /** A hop in front has ended TLS, so that HTTP comes without. */
  readonly isDecrypted: boolean
  /** Who may speak through X-Forwarded-For to this hop, that is, all who appended to it on the way: sorted as given. */
  readonly forwarders: readonly string[]
  /** How many proxies have appended to X-Forwarded-For before this hop: the client is that many entries from the right. */
  readonly forwardedHops: number
}

/** Follows a path up to the hop at `index`. Prefixes of edges are those of the snapshot. */
export function entranceOf({ hops, tls }: Topology, index: number): Entrance {
  const before = hops.slice(0, index)
  const edges = before.filter((hop): hop is EdgeHop => hop.kind === 'edge')
  const balancers = before.filter((hop): hop is LoadBalancerHop => hop.kind === 'load-balancer')
  const appending = balancers.filter(({ appendsForwardedFor }) => appendsForwardedFor)
  const gateways = before.filter(({ kind }) => kind === 'gateway')
  const last = before.at(-1)
  const takesProxy = last !== undefined && last.kind !== 'edge' && last.kind !== 'app' && last.sendsProxy !== 'none'
  return {
    takesProxy,
    senders: sendersOf(before),
    peer: peerOf(last),
    isDecrypted: tls === 'terminated' && before.some(endsTls),
    forwarders: [...edges.flatMap(edgePrefixes), ...appending.flatMap(({ ranges }) => ranges)],
    forwardedHops: edges.length + appending.reduce((sum, hop) => sum + entriesOf(hop), 0) + gateways.length,
  }
}

/**
 * How many entries a load balancer appends. Google's Application Load Balancer adds its own address behind that of who
 * connected to it (https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header).
 */
function entriesOf({ product }: LoadBalancerHop): number {
  return product === 'gke' ? 2 : 1
}

/** The prefixes from which an edge connects to what is behind it. */
export function edgePrefixes({ ranges }: EdgeHop): readonly string[] {
  return typeof ranges === 'string' ? (snapshotPrefixes(ranges) ?? []) : ranges
}

/** A load balancer that keeps the address of who connected to it is not seen by the hop behind it. */
function sendersOf(before: readonly Hop[]): readonly string[] {
  const seen = before.findLast((hop) => hop.kind !== 'load-balancer' || hop.sourceNat)
  if (seen?.kind === 'edge') return edgePrefixes(seen)
  return seen?.kind === 'load-balancer' || seen?.kind === 'gateway' ? seen.ranges : []
}

/** A load balancer that reads HTTP and every gateway send on what was in TLS, without. */
function endsTls(hop: Hop): boolean {
  return hop.kind === 'gateway' || (hop.kind === 'load-balancer' && hop.layer === 7)
}

function peerOf(last: Hop | undefined): Entrance['peer'] {
  if (last?.kind === 'gateway') return last.sendsProxy === 'none' ? 'gateway' : 'edge'
  if (last?.kind !== 'load-balancer') return 'edge'
  return last.sourceNat && last.sendsProxy === 'none' ? 'load-balancer' : 'edge'
}
