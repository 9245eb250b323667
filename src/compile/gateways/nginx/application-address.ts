import { appOf } from '../../../topology/app-of.ts'
import type { GatewayInput } from '../../target.ts'

/** Where the hop behind this gateway listens; of another gateway by the name of its product, for want of a better one. */
export function applicationAddress({ topology, hop }: GatewayInput): string {
  const next = topology.hops[topology.hops.indexOf(hop) + 1]
  const { service, port } = appOf(topology)
  const [name, at] = next?.kind === 'gateway' ? [`${topology.name}-${next.product}`, 80] : [service, port]
  return `${name}.${topology.namespace}.svc.cluster.local:${at}`
}
