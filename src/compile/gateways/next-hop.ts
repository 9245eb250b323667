import type { GatewayHop, Topology } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import { workloadName } from '../kubernetes/workload-name.ts'

/** Where a gateway sends requests on to, as the cluster's DNS names it. */
export type NextHop = {
  readonly kind: 'app' | 'gateway'
  readonly service: string
  readonly host: string
  readonly port: number
}

/** Who ended TLS sends what was in it; who did not sends TLS. */
const GATEWAY_PORT = { terminated: 80, passthrough: 443 } as const

type Standing = { readonly topology: Topology; readonly hop: GatewayHop }

/** What stands behind `hop`: the application, or a gateway under a name that no Service of the first one has. */
export function nextHop({ topology, hop }: Standing): NextHop {
  const { hops, namespace, tls } = topology
  const next = hops[hops.indexOf(hop) + 1]
  const isApp = next?.kind === 'app'
  const service = isApp ? next.service : workloadName(topology, next)
  const host = `${service}.${namespace}.svc.cluster.local`
  return { kind: isApp ? 'app' : 'gateway', service, host, port: isApp ? next.port : GATEWAY_PORT[tls] }
}

/** What is left to do where another gateway follows. */
export function nextGatewayNotes(standing: Standing): readonly Note[] {
  const { kind, service, port } = nextHop(standing)
  if (kind === 'app') return []
  const speaks = standing.topology.tls === 'terminated' ? 'HTTP without TLS' : 'TLS'
  const text = `The next gateway is expected under the Service ${service}, with ${speaks} on port ${port}: make that Service for its pods, or change the address to what its controller calls it. Its pods must not have the labels that the Service in front of this gateway selects by.`
  return [{ kind: 'step', text }]
}
