import type { Topology } from '../../topology/topology.ts'
import { gatewayName, hostnames, type RouteOptions } from './gateway-api.ts'
import type { Manifest } from './metadata.ts'

/** The route of what needs no assertion; a policy of its own takes the place of the Gateway's there. */
export function exemptRouteName({ name }: Topology): string {
  return `${name}-exempt`
}

/**
 * Exactly the methods and paths that need no assertion, to the backend of all others.
 *
 * An exact path goes before a prefix, whichever route has it, so the order of the two does not matter.
 */
export function exemptRoute(topology: Topology, { backend, removed }: RouteOptions): Manifest {
  const { namespace, exempt } = topology
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: exemptRouteName(topology), namespace },
    spec: {
      parentRefs: [{ name: gatewayName(topology) }],
      hostnames: hostnames(topology),
      rules: [
        {
          matches: exempt.map(({ method, path }) => ({ path: { type: 'Exact', value: path }, method })),
          filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: removed } }],
          backendRefs: [backend],
        },
      ],
    },
  }
}

/** A policy's reference to that route alone. */
export function exemptRouteReference(topology: Topology) {
  return { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: exemptRouteName(topology) }
}
