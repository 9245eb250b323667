import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../headers/own-names.ts'
import type { AppHop, Topology } from '../../topology/topology.ts'
import { UNDERSCORE_ALIASES } from '../own-headers.ts'
import type { GatewayInput } from '../target.ts'
import { because, type Plain } from '../yaml/because.ts'
import type { Manifest } from './metadata.ts'

const GATEWAY_API = 'gateway.networking.k8s.io/v1'

export type GatewayOptions = {
  readonly className: string
  /** `spec.infrastructure`: what the controller puts on the Service that it makes. */
  readonly infrastructure?: Plain
}

/** The name of the Gateway of a path, and of whatever is made from it. */
export function gatewayName({ name }: Topology): string {
  return `${name}-gateway`
}

/** The Secret with the certificate, which is not compiled: nobody's private key belongs into this output. */
export function certificateName({ name }: Topology): string {
  return `${name}-tls`
}

type Entered = Pick<GatewayInput, 'topology' | 'hop' | 'entrance'>

/** The port of the listeners, and so of the Service that a controller makes of them. */
export function listenerPort({ topology, hop, entrance }: Entered): number {
  const before = topology.hops[topology.hops.indexOf(hop) - 1]
  // A load balancer serves the ports of that Service to the edge, and ends TLS on 443. An ALB or a gateway is told a port.
  const isServed = before?.kind === 'load-balancer' && before.product !== 'aws-alb'
  return entrance.isDecrypted && !isServed ? 80 : 443
}

/** A Gateway with one listener for each host. Only routes of its own namespace may attach to it. */
export function gateway(input: Entered, { className, infrastructure }: GatewayOptions): Manifest {
  const { topology } = input
  const { hosts, namespace } = topology
  return {
    apiVersion: GATEWAY_API,
    kind: 'Gateway',
    metadata: { name: gatewayName(topology), namespace },
    spec: {
      gatewayClassName: className,
      infrastructure,
      listeners: hosts.map((host, i) => listener(input, host, i)),
    },
  }
}

function listener(input: Entered, host: string, i: number): Plain {
  const { protocol, tls } = protocolOf(input)
  const scheme = input.entrance.isDecrypted ? 'http' : 'https'
  return {
    name: i === 0 ? scheme : `${scheme}-${i + 1}`,
    port: listenerPort(input),
    protocol,
    hostname: host === '*' ? undefined : host,
    tls,
    allowedRoutes: {
      namespaces: because('Another namespace’s route would bring its own way to the application.', { from: 'Same' }),
    },
  }
}

function protocolOf({ topology, entrance }: Entered): { readonly protocol: Plain; readonly tls?: Plain } {
  if (topology.tls === 'passthrough') return { protocol: 'TLS', tls: { mode: 'Passthrough' } }
  if (entrance.isDecrypted) return { protocol: because('TLS has ended in front, and HTTP comes without.', 'HTTP') }
  const certificateRefs = because('Yours to make: its key is no part of what is compiled.', [
    { name: certificateName(topology) },
  ])
  return { protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs } }
}

export type RouteOptions = {
  readonly backend: { readonly name: string; readonly port: number }
  /** Headers that this route takes away, behind everything that the gateway does with a request. */
  readonly removed: Plain
}

/** The route of a path: everything to one backend, without the headers that nobody may send there. */
export function httpRoute(topology: Topology, { backend, removed }: RouteOptions): Manifest {
  return {
    apiVersion: GATEWAY_API,
    kind: 'HTTPRoute',
    metadata: { name: topology.name, namespace: topology.namespace },
    spec: {
      parentRefs: [{ name: gatewayName(topology) }],
      hostnames: hostnames(topology),
      rules: [
        {
          filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: removed } }],
          backendRefs: [backend],
        },
      ],
    },
  }
}

/** The route of a gateway that hands TLS on unread, by the server name in its first message. */
export function tlsRoute(topology: Topology, version: 'v1' | 'v1alpha2', { service, port }: AppHop): Manifest {
  return {
    apiVersion: `gateway.networking.k8s.io/${version}`,
    kind: 'TLSRoute',
    metadata: { name: topology.name, namespace: topology.namespace },
    spec: {
      parentRefs: [{ name: gatewayName(topology) }],
      hostnames: hostnames(topology),
      rules: [{ backendRefs: [{ name: service, port }] }],
    },
  }
}

/** What a route says of hosts: nothing where any will do. */
export function hostnames({ hosts }: Topology): readonly string[] | undefined {
  return hosts.includes('*') ? undefined : hosts
}

/** For a route on which nobody is told who the client is: our names in every spelling that can be listed. */
export const NOTHING_TOLD: readonly string[] = [CLIENT_IP_HEADER, ASSERTION_HEADER, ...UNDERSCORE_ALIASES]

/** For a route before whatever verifies: nobody has said yet who the client is. */
export const UNVERIFIED_REMOVALS: readonly string[] = [CLIENT_IP_HEADER, ...UNDERSCORE_ALIASES]
