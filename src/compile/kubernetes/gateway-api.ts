import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../headers/own-names.ts'
import type { AppHop, Topology } from '../../topology/topology.ts'
import { UNDERSCORE_ALIASES } from '../own-headers.ts'
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

/** A Gateway with one listener on 443 for each host. Only routes of its own namespace may attach to it. */
export function gateway(topology: Topology, { className, infrastructure }: GatewayOptions): Manifest {
  const { hosts, namespace } = topology
  return {
    apiVersion: GATEWAY_API,
    kind: 'Gateway',
    metadata: { name: gatewayName(topology), namespace },
    spec: {
      gatewayClassName: className,
      infrastructure,
      listeners: hosts.map((host, i) => listener(topology, host, i)),
    },
  }
}

function listener(topology: Topology, host: string, i: number): Plain {
  const isPassed = topology.tls === 'passthrough'
  const certificate = because('Yours to make: its key is no part of what is compiled.', [
    { name: certificateName(topology) },
  ])
  return {
    name: i === 0 ? 'https' : `https-${i + 1}`,
    port: 443,
    protocol: isPassed ? 'TLS' : 'HTTPS',
    hostname: host === '*' ? undefined : host,
    tls: isPassed ? { mode: 'Passthrough' } : { mode: 'Terminate', certificateRefs: certificate },
    allowedRoutes: {
      namespaces: because('Another namespace’s route would bring its own way to the application.', { from: 'Same' }),
    },
  }
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
