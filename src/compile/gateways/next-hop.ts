import type { GatewayHop, Topology } from '../../topology/topology.ts'

/** Where a gateway sends requests on to, as the cluster's DNS names it. */
export type NextHop = {
  readonly kind: 'app' | 'gateway'
  readonly service: string
  readonly host: string
  readonly port: number
}

const GATEWAY_PORT = { terminated: 80, passthrough: 443 } as const

/** What stands behind `hop`: the application, or a gateway under the name that `load-balancers/` gives its Service. */
export function nextHop({ hops, name, namespace, tls }: Topology, hop: GatewayHop): NextHop {
  const next = hops[hops.indexOf(hop) + 1]
  const isApp = next?.kind === 'app'
  const service = isApp ? next.service : `${name}-gateway`
  const host = `${service}.${namespace}.svc.cluster.local`
  return { kind: isApp ? 'app' : 'gateway', service, host, port: isApp ? next.port : GATEWAY_PORT[tls] }
}
