import type { GatewayHop, LoadBalancerHop, Topology } from '../topology/topology.ts'
import { type Entrance, entranceOf } from './entrance.ts'
import type { Target } from './target.ts'

/** Where a product stands on a path, and how requests come to it there. */
export type Place = {
  readonly hop: GatewayHop | LoadBalancerHop
  readonly index: number
  /** As messages name it: `path[2]`. */
  readonly at: string
  readonly entrance: Entrance
}

/** The last place of a product on a path, or undefined where it has none. */
export function placeOf(topology: Topology, product: string): Place | undefined {
  const { hops } = topology
  const index = hops.findLastIndex((hop) => 'product' in hop && hop.product === product)
  const hop = hops[index]
  if (hop?.kind !== 'gateway' && hop?.kind !== 'load-balancer') return undefined
  return { hop, index, at: `path[${index}]`, entrance: entranceOf(topology, index) }
}

/** Whether a target is something to compile a path to: what belongs to a path as a whole always is. */
export function standsOn(topology: Topology, target: Target): boolean {
  return target.kind === 'path' || placeOf(topology, target.name)?.hop.kind === target.kind
}
