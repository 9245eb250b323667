import { appOf } from '../../../topology/app-of.ts'
import { isAtLeast } from '../../../topology/version.ts'
import { checkUnreadTls } from '../../check-unread-tls.ts'
import { tlsRoute } from '../../kubernetes/gateway-api.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../target.ts'
import { because } from '../../yaml/because.ts'
import { needRelease, UPSTREAM_PROXY } from './version.ts'

/** TLSRoute in v1 came with Gateway API 1.5 (istio/istio#59299). */
const TLS_ROUTE_V1 = '1.30'

/** Hands TLS on unread, with a fresh PROXY header: Envoy consumed the one that came. */
export function passthrough(input: GatewayInput): readonly Manifest[] {
  const { topology, hop } = input
  checkUnreadTls(input)
  needRelease(input, UPSTREAM_PROXY)
  const app = appOf(topology)
  const version = isAtLeast(hop.version, TLS_ROUTE_V1) ? 'v1' : 'v1alpha2'
  const destination = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: topology.name, namespace: topology.namespace },
    spec: {
      host: `${app.service}.${topology.namespace}.svc.cluster.local`,
      trafficPolicy: {
        proxyProtocol: because(
          'Before the client’s TLS, with the address that came in the load balancer’s header. The application has to demand one on this port, from the gateway alone. https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol',
          { version: hop.sendsProxy === 'v1' ? 'V1' : 'V2' },
        ),
      },
    },
  }
  return [tlsRoute(topology, version, app), destination]
}
