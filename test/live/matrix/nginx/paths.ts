import type { TopologyPart } from '../data-plane.ts'
import { behindProxy } from '../topologies.ts'

/**
 * edge -> load balancer -> gateway -> app, with the load balancer connecting to pods: behind node ports under Cluster a
 * gateway sees nodes, and nothing is compiled against strangers.
 */
export function behindPodProxy(gateway: string | Readonly<Record<string, unknown>>): TopologyPart {
  const part = behindProxy(gateway)
  return { ...part, path: part.path.map((hop) => (isBalancer(hop) ? { ...hop, targets: 'pods' } : hop)) }
}

function isBalancer(hop: TopologyPart['path'][number]): hop is Readonly<Record<string, unknown>> {
  return typeof hop === 'object' && hop.product === 'load-balancer'
}
