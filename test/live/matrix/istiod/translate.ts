import { parse } from 'yaml'
import type { Compiled } from '../../../../src/compile/index.ts'
import { APP, type Equivalent, VERIFIER } from '../equivalent-envoy.ts'
import { jwtFilter } from './authentication.ts'
import { askFilters, denyFilter } from './authorization.ts'
import { documentsOf, type EnvoyFilterValue, type Json, meshOf, type RouteRule } from './documents.ts'
import { patch } from './patches.ts'

type ProxyConfig = {
  readonly gatewayTopology: {
    readonly proxyProtocol?: Json
    readonly numTrustedProxies: number
    readonly forwardClientCertDetails: string
  }
}

const CORS = {
  name: 'envoy.filters.http.cors',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors' },
}
const FAULT = {
  name: 'envoy.filters.http.fault',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault' },
}
const ROUTER = {
  name: 'envoy.filters.http.router',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
}

export type Options = {
  /** A path on which an operator has turned every verifying filter off. */
  readonly openRoute?: string
}

/**
 * Makes of compiled files what istiod would send the Envoy of the Gateway, as far as a request sees it: read off
 * istio/istio at 86c9f01 (pilot/pkg/networking/core/gateway.go and listener_builder.go, and pilot/pkg/security).
 *
 * Left out is what neither reads nor changes a request: metadata exchange, statistics, ALPN towards the mesh, tracing.
 * A field that this does not know is an error, so that no line of the compiler's goes untested unseen.
 */
export function translate(compiled: Compiled, { openRoute }: Options = {}): Equivalent {
  const [gateway] = documentsOf(compiled, 'Gateway')
  if (gateway === undefined) throw new Error('no Gateway is compiled')
  const annotation = gateway.spec.infrastructure.annotations['proxy.istio.io/config'] ?? ''
  // Sound: the compiler has written it.
  const { gatewayTopology } = parse(annotation) as ProxyConfig
  const policies = documentsOf(compiled, 'AuthorizationPolicy')
  const asking = policies.some(({ spec }) => spec.action === 'CUSTOM')
  const filters = [
    ...(asking ? askFilters(policies, meshOf(compiled), VERIFIER) : []),
    ...jwtFilter(documentsOf(compiled, 'RequestAuthentication')),
    ...denyFilter(policies),
    FAULT,
    CORS,
    ROUTER,
  ]
  const labels = { 'gateway.networking.k8s.io/gateway-name': gateway.metadata.name }
  const patched = patch({ config: configOf(gatewayTopology), filters }, documentsOf(compiled, 'EnvoyFilter'), {
    labels,
  })
  return {
    manager: {
      ...patched.config,
      http_filters: patched.filters,
      route_config: routesOf(compiled, patched.filters, openRoute),
    },
    takesProxy: gatewayTopology.proxyProtocol !== undefined,
  }
}

/** buildGatewayConnectionManager, and meshConfig.pathNormalization as it is by default. */
function configOf({ numTrustedProxies, forwardClientCertDetails }: ProxyConfig['gatewayTopology']): Json {
  return {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    stat_prefix: 'outbound_0.0.0.0_443',
    use_remote_address: true,
    xff_num_trusted_hops: numTrustedProxies,
    forward_client_cert_details: forwardClientCertDetails,
    normalize_path: true,
    path_with_escaped_slashes_action: 'KEEP_UNCHANGED',
    upgrade_configs: [{ upgrade_type: 'websocket' }],
    stream_idle_timeout: '0s',
  }
}

/** An exact path goes before a prefix, whichever HTTPRoute has it. */
function routesOf(compiled: Compiled, filters: readonly EnvoyFilterValue[], openRoute: string | undefined): Json {
  const rules = documentsOf(compiled, 'HTTPRoute').flatMap(({ spec }) => spec.rules)
  const routes = [...rules].sort(
    (one, other) => Number(other.matches !== undefined) - Number(one.matches !== undefined),
  )
  const open = openRoute === undefined ? [] : [openedRoute(openRoute, filters)]
  return { virtual_hosts: [{ name: 'all', domains: ['*'], routes: [...open, ...routes.flatMap(toRoutes)] }] }
}

function toRoutes({ matches, filters }: RouteRule): readonly Json[] {
  const removed = filters.flatMap(({ requestHeaderModifier }) => requestHeaderModifier.remove)
  const action = { route: { cluster: APP }, request_headers_to_remove: removed }
  if (matches === undefined) return [{ match: { prefix: '/' }, ...action }]
  return matches.map(({ path, method }) => {
    const headers = [{ name: ':method', string_match: { exact: method } }]
    return { match: { path: path.value, headers }, ...action }
  })
}

function openedRoute(path: string, filters: readonly EnvoyFilterValue[]): Json {
  const off = { '@type': 'type.googleapis.com/envoy.config.route.v3.FilterConfig', disabled: true }
  const verifying = filters.filter(({ name }) => /jwt_authn|rbac|ext_authz/.test(name))
  const typed_per_filter_config = Object.fromEntries(verifying.map(({ name }) => [name, off]))
  return { match: { path }, route: { cluster: APP }, typed_per_filter_config }
}
