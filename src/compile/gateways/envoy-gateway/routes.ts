import { appOf } from '../../../topology/app-of.ts'
import { isAtLeast } from '../../../topology/version.ts'
import { exemptRoute } from '../../kubernetes/exempt-route.ts'
import { httpRoute, tlsRoute } from '../../kubernetes/gateway-api.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import { routeRemovals } from '../../kubernetes/route-removals.ts'
import type { GatewayInput } from '../../target.ts'
import { because } from '../../yaml/because.ts'
import { API_VERSION } from './entrance.ts'

/** Envoy Gateway 1.8 came with Gateway API 1.5, where TLSRoute is v1. */
const TLS_ROUTE_V1 = '1.8'

/** Where requests go, or TLS that is handed on unread. */
export function routeManifests(input: GatewayInput): readonly Manifest[] {
  const { topology, hop } = input
  const app = appOf(topology)
  if (topology.tls === 'passthrough') {
    const route = tlsRoute(topology, isAtLeast(hop.version, TLS_ROUTE_V1) ? 'v1' : 'v1alpha2', app)
    return [route, sendProxy(input)]
  }
  const options = { backend: { name: app.service, port: app.port }, removed: routeRemovals(input) }
  const hasExempt = hop.verifies === 'native' && topology.exempt.length > 0
  return [httpRoute(topology, options), ...(hasExempt ? [exemptRoute(topology, options)] : [])]
}

function sendProxy({ topology, hop }: GatewayInput): Manifest {
  return {
    apiVersion: API_VERSION,
    kind: 'BackendTrafficPolicy',
    metadata: { name: topology.name, namespace: topology.namespace },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute', name: topology.name }],
      proxyProtocol: because(
        'Envoy has read the header of the load balancer and hands none on: the application gets a new one, and has to expect it. https://gateway.envoyproxy.io/docs/api/extension_types/#proxyprotocol',
        { version: hop.sendsProxy.toUpperCase() },
      ),
    },
  }
}
