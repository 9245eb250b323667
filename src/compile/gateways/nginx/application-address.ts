import type { AppHop } from '../../../topology/topology.ts'
import type { GatewayInput, TargetInput } from '../../target.ts'

export type Application = Pick<AppHop, 'service' | 'port'>

/** The application at the end of the path, which every path has. */
export function applicationOf({ topology }: TargetInput): Application {
  const app = topology.hops.find((hop): hop is AppHop => hop.kind === 'app')
  return app ?? { service: topology.name, port: 8080 }
}

/** Where the hop behind this gateway listens; of another gateway by the name of its product, for want of a better one. */
export function applicationAddress(input: GatewayInput): string {
  const { topology, hop } = input
  const next = topology.hops[topology.hops.indexOf(hop) + 1]
  const { service, port } = applicationOf(input)
  const [name, at] = next?.kind === 'gateway' ? [`${topology.name}-${next.product}`, 80] : [service, port]
  return `${name}.${topology.namespace}.svc.cluster.local:${at}`
}
