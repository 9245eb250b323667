import type { Compiled } from '../../../../src/compile/index.ts'
import type { Places } from '../data-plane.ts'
import { connectionManager } from './connection-manager.ts'
import { extAuthFilter, jwtFilter, type PolicyConfig, policyConfig } from './filters.ts'
import { manifestsOf, type RouteMatch } from './manifests.ts'

const TYPES = 'type.googleapis.com/envoy'
const GATEWAY = 'shop-gateway'

export type TranslateOptions = {
  readonly places: Places
  readonly plain: number
  readonly tls: number
  readonly runtime: Readonly<Record<string, boolean>>
  /** A path on which the filters are turned off by a policy of the route. */
  readonly open: string
}

/**
 * Makes of compiled files what kgateway would make of them, as far as they go: its sources are followed field by field
 * (pkg/kgateway/translator/irtranslator and extensions2/plugins), and what is not read there would not be there.
 */
export function translateKgateway(compiled: Compiled, options: TranslateOptions): object {
  const { places, plain, tls, runtime } = options
  const listenerPolicy = manifestsOf(compiled, 'ListenerPolicy').find(({ metadata }) => metadata.name === GATEWAY)
  if (listenerPolicy === undefined) throw new Error(`no ListenerPolicy ${GATEWAY} is compiled`)
  const settings = listenerPolicy.spec.default
  const manager = connectionManager(settings.httpSettings, {
    httpFilters: filtersOf(compiled),
    routeConfig: routesOf(compiled, options.open),
  })
  const listenerFilters = settings.proxyProtocol === undefined ? [] : [proxyProtocol()]
  const served = { listenerFilters, filters: [manager] }
  const certificate = tlsSocket(places)
  return {
    layeredRuntime: { layers: [{ name: 'flags', staticLayer: runtime }] },
    staticResources: {
      listeners: [listener('plain', plain, served), listener('tls', tls, { ...served, transportSocket: certificate })],
      clusters: [cluster('app', places.application), cluster('verifier', places.extAuthz, HTTP2)],
    },
  }
}

function proxyProtocol(): object {
  return {
    name: 'envoy.filters.listener.proxy_protocol',
    typedConfig: { '@type': `${TYPES}.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol` },
  }
}

/** In the order of kgateway's stages: AuthN, AuthZ, Route; each is off until a route or the Gateway turns it on. */
function filtersOf(compiled: Compiled): readonly object[] {
  const { jwt, extAuth } = manifestsOf(compiled, 'GatewayExtension')[0]?.spec ?? {}
  return [
    ...(jwt === undefined ? [] : [jwtFilter(jwt.providers[0])]),
    ...(extAuth === undefined ? [] : [extAuthFilter(extAuth)]),
    { name: 'rbac', typedConfig: { '@type': `${TYPES}.extensions.filters.http.rbac.v3.RBAC` } },
    {
      name: 'header_mutation',
      disabled: true,
      typedConfig: { '@type': `${TYPES}.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute` },
    },
    { name: 'router', typedConfig: { '@type': `${TYPES}.extensions.filters.http.router.v3.Router` } },
  ]
}

function routesOf(compiled: Compiled, open: string): object {
  const policies = manifestsOf(compiled, 'TrafficPolicy')
  const configOf = (kind: string, name: string): PolicyConfig => {
    const on = policies.filter(({ spec }) => spec.targetRefs.some((ref) => ref.kind === kind && ref.name === name))
    return Object.fromEntries(on.flatMap(({ spec }) => Object.entries(policyConfig(spec))))
  }
  const off = policyConfig({
    jwtAuth: { disable: {} },
    extAuth: { disable: {} },
    rbac: { policy: { matchExpressions: ['true'] } },
  })
  const routes = manifestsOf(compiled, 'HTTPRoute').flatMap(({ metadata, spec }) =>
    spec.rules.flatMap(({ matches = [EVERYTHING], filters }) =>
      matches.map((match) => ({
        match: routeMatch(match),
        route: { cluster: 'app' },
        requestHeadersToRemove: filters.flatMap((one) => one.requestHeaderModifier?.remove ?? []),
        typedPerFilterConfig: configOf('HTTPRoute', metadata.name),
      })),
    ),
  )
  return {
    name: 'routes',
    typedPerFilterConfig: configOf('Gateway', GATEWAY),
    virtualHosts: [
      {
        name: 'all',
        domains: ['*'],
        routes: [
          { match: { path: open }, route: { cluster: 'app' }, typedPerFilterConfig: off },
          // The Gateway API: an exact path before a prefix.
          ...routes.filter(({ match }) => 'path' in match),
          ...routes.filter(({ match }) => 'prefix' in match),
        ],
      },
    ],
  }
}

/** What a rule without matches is for. */
const EVERYTHING: RouteMatch = { path: { type: 'PathPrefix', value: '/' } }

function routeMatch({ path, method }: RouteMatch): object {
  const headers = method === undefined ? [] : [{ name: ':method', stringMatch: { exact: method } }]
  return { ...(path.type === 'Exact' ? { path: path.value } : { prefix: path.value }), headers }
}

type Served = {
  readonly listenerFilters: readonly object[]
  readonly filters: readonly object[]
  readonly transportSocket?: object
}

function listener(name: string, port: number, { listenerFilters, ...chain }: Served): object {
  const on = (address: string) => ({ socketAddress: { address, portValue: port } })
  return {
    name,
    address: on('127.0.0.1'),
    additionalAddresses: [{ address: on('::1') }],
    listenerFilters,
    filterChains: [chain],
  }
}

function tlsSocket({ certificate }: Places): object {
  const { cert, key } = certificate
  return {
    name: 'envoy.transport_sockets.tls',
    typedConfig: {
      '@type': `${TYPES}.extensions.transport_sockets.tls.v3.DownstreamTlsContext`,
      commonTlsContext: {
        alpnProtocols: ['h2', 'http/1.1'],
        tlsCertificates: [{ certificateChain: { inlineString: cert }, privateKey: { inlineString: key } }],
      },
    },
  }
}

const HTTP2 = {
  typedExtensionProtocolOptions: {
    'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
      '@type': `${TYPES}.extensions.upstreams.http.v3.HttpProtocolOptions`,
      explicitHttpConfig: { http2ProtocolOptions: {} },
    },
  },
}

function cluster(name: string, port: number, others: object = {}): object {
  const address = { socketAddress: { address: '127.0.0.1', portValue: port } }
  const loadAssignment = { clusterName: name, endpoints: [{ lbEndpoints: [{ endpoint: { address } }] }] }
  return { name, type: 'STATIC', connectTimeout: '5s', loadAssignment, ...others }
}
