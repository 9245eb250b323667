import type { Hop, Topology } from '../../topology/topology.ts'

/**
 * The name of a gateway that is a Deployment of one's own: of its Service, and of its pods in the label
 * `app.kubernetes.io/name`. The first gateway of a path has that which `load-balancers/` gives the Service in front; a
 * later one has another, or that Service would send to both.
 */
export function workloadName({ hops, name }: Topology, hop: Hop | undefined): string {
  const first = hops.find(({ kind }) => kind === 'gateway')
  return hop?.kind === 'gateway' && hop !== first ? `${name}-${hop.product}` : `${name}-gateway`
}
