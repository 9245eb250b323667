import { appOf } from '../../../topology/app-of.ts'
import { exemptRoute } from '../../kubernetes/exempt-route.ts'
import { httpRoute, tlsRoute } from '../../kubernetes/gateway-api.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import { routeRemovals } from '../../kubernetes/route-removals.ts'
import type { GatewayInput } from '../../target.ts'
import { because } from '../../yaml/because.ts'
import { API_VERSION } from './entrance.ts'
import { REMOVED_BY_ROUTES } from './removed-names.ts'

/** Where requests go, or TLS that is handed on unread. */
export function routeManifests(input: GatewayInput): readonly Manifest[] {
  const { topology, hop } = input
  const app = appOf(topology)
  if (topology.tls === 'passthrough') {
    // kgateway 2.3 came with Gateway API 1.5, where TLSRoute is v1; before it, passthrough is refused.
    const route = tlsRoute(topology, 'v1', app)
    return [route, sendProxy(input)]
  }
  const options = { backend: { name: app.service, port: app.port }, removed: routeRemovals(input, REMOVED_BY_ROUTES) }
  const hasExempt = hop.verifies === 'native' && topology.exempt.length > 0
  return [httpRoute(topology, options), ...(hasExempt ? [exemptRoute(topology, options)] : [])]
}

function sendProxy({ topology, hop }: GatewayInput): Manifest {
  return {
    apiVersion: API_VERSION,
    kind: 'BackendConfigPolicy',
    metadata: { name: topology.name, namespace: topology.namespace },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: appOf(topology).service }],
      upstreamProxyProtocol: because(
        'Envoy has read the header of the load balancer and hands none on: the application gets a new one, and has to expect it. https://kgateway.dev/docs/envoy/latest/setup/listeners/proxy-protocol/',
        { version: hop.sendsProxy.toUpperCase() },
      ),
    },
  }
}
