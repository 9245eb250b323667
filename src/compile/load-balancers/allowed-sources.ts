import type { EdgeHop, LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { HopInput } from '../target.ts'

/** From where the load balancer lets connections in; without ranges it is open to everyone, and a note says so. */
export type AllowedSources = { readonly ranges: readonly string[]; readonly notes: readonly Note[] }

export type SourceLimits = {
  /** Controllers that make an IPv4 load balancer refuse a Service with an IPv6 prefix. */
  readonly families: 'ipv4' | 'both'
  /** The most prefixes that one load balancer takes. */
  readonly most?: number
  /** What to do where there are more. */
  readonly beyond?: string
}

/**
 * Returns the prefixes from which whoever stands in front connects: those of the edge, of the snapshot for a provider.
 *
 * They close the origin to everyone who is not at that provider. Whom the provider works for they do not tell: that is
 * what the seal is for.
 */
export function allowedSources(input: HopInput<LoadBalancerHop>, limits: SourceLimits): AllowedSources {
  const { topology, entrance } = input
  if (topology.exposure === 'internal') return { ranges: [], notes: [internalNote()] }
  const ranges = entrance.senders.filter((prefix) => limits.families === 'both' || !prefix.includes(':'))
  if (ranges.length === 0)
    return { ranges: [], notes: [openNote('nothing on the path says from where the edge connects')] }
  if (limits.most !== undefined && ranges.length > limits.most) {
    const reason = `${ranges.length} prefixes are more than the ${limits.most} that it takes`
    return { ranges: [], notes: [openNote(reason, limits.beyond)] }
  }
  const left = entrance.senders.length - ranges.length
  return { ranges, notes: [...staleNote(edgesOf(input)), ...(left === 0 ? [] : [familyNote(left)])] }
}

function edgesOf({ topology }: HopInput<LoadBalancerHop>): readonly EdgeHop[] {
  return topology.hops.filter((hop) => hop.kind === 'edge')
}

function openNote(
  reason: string,
  beyond = 'Close it where it can be closed: a firewall, a security group, a private network',
): Note {
  return {
    kind: 'warning',
    text: `The load balancer is open to everyone: ${reason}. Whoever connects without a seal is refused behind it, but reaches it. ${beyond}.`,
  }
}

function internalNote(): Note {
  return {
    kind: 'limit',
    text: 'The load balancer is internal, so that the public ranges of an edge never connect to it, and no list of them is set. Let in only the tunnel, the private link or the VPC origin that the edge comes through.',
  }
}

function staleNote(edges: readonly EdgeHop[]): readonly Note[] {
  const providers = edges.flatMap(({ ranges }) => (typeof ranges === 'string' ? [ranges] : []))
  if (providers.length === 0) return []
  const names = providers.join(' and ')
  return [
    {
      kind: 'limit',
      text: `The ranges of ${names} are those of the snapshot in this release. They tell no tenant of it from another: anyone can rent the same CDN and send from inside them, and only the seal refuses him. When ${names} adds a range, requests from there are refused until this is compiled anew (ipseal ranges diff).`,
    },
  ]
}

function familyNote(left: number): Note {
  return {
    kind: 'limit',
    text: `${left} IPv6 prefixes are left out, since the load balancer is an IPv4 one unless you ask for more. The edge reaches it over IPv4; the client’s own IPv6 address is in the seal. For a dual-stack load balancer add them.`,
  }
}
