import type { Compiled } from '../../../../src/compile/index.ts'
import type { Places } from '../data-plane.ts'
import type { Translation } from '../envoy-listeners.ts'
import { connectionManager } from './connection-manager.ts'
import { extAuthFilter, jwtFilter, type PolicyConfig, policyConfig } from './filters.ts'
import { type Any, type Manifests, readManifests } from './manifests.ts'

const TYPES = 'type.googleapis.com/envoy'

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
export function translateKgateway(compiled: Compiled, options: TranslateOptions): Translation {
  const manifests = readManifests(compiled)
  const { places, plain, tls, runtime } = options
  const { default: settings } = manifests.named('ListenerPolicy', 'shop-gateway')
  const manager = connectionManager(settings.httpSettings, {
    httpFilters: filtersOf(manifests),
    routeConfig: routesOf(manifests, options.open),
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

function proxyProtocol(): Any {
  return {
    name: 'envoy.filters.listener.proxy_protocol',
    typedConfig: { '@type': `${TYPES}.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol` },
  }
}

/** In the order of kgateway's stages: AuthN, AuthZ, Route; each is off until a route or the Gateway turns it on. */
function filtersOf(manifests: Manifests): readonly Any[] {
  const { jwt, extAuth } = manifests.all('GatewayExtension').map(({ spec }) => spec)[0] ?? {}
  return [
    ...(jwt === undefined ? [] : [jwtFilter(jwt)]),
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

function routesOf(manifests: Manifests, open: string): Any {
  const policies = manifests.all('TrafficPolicy')
  const configOf = (kind: string, name: string): PolicyConfig => {
    const on = policies.filter(({ spec }) => spec.targetRefs.some((ref: Any) => ref.kind === kind && ref.name === name))
    return Object.assign({}, ...on.map(({ spec }) => policyConfig(spec)))
  }
  const off = policyConfig({
    jwtAuth: { disable: {} },
    extAuth: { disable: {} },
    rbac: { policy: { matchExpressions: ['true'] } },
  })
  const routes = manifests.all('HTTPRoute').flatMap(({ metadata, spec }) =>
    spec.rules.flatMap(({ matches = [{ path: { type: 'PathPrefix', value: '/' } }], filters }: Any) =>
      matches.map((match: Any) => ({
        match: routeMatch(match),
        route: { cluster: 'app' },
        requestHeadersToRemove: filters.flatMap((one: Any) => one.requestHeaderModifier?.remove ?? []),
        typedPerFilterConfig: configOf('HTTPRoute', metadata.name),
      })),
    ),
  )
  return {
    name: 'routes',
    typedPerFilterConfig: configOf('Gateway', 'shop-gateway'),
    virtualHosts: [
      {
        name: 'all',
        domains: ['*'],
        routes: [
          { match: { path: open }, route: { cluster: 'app' }, typedPerFilterConfig: off },
          // The Gateway API: an exact path before a prefix.
          ...routes.filter(({ match }: Any) => 'path' in match),
          ...routes.filter(({ match }: Any) => 'prefix' in match),
        ],
      },
    ],
  }
}

function routeMatch({ path, method }: Any): Any {
  const headers = method === undefined ? [] : [{ name: ':method', stringMatch: { exact: method } }]
  return { ...(path.type === 'Exact' ? { path: path.value } : { prefix: path.value }), headers }
}

function listener(name: string, port: number, { listenerFilters, ...chain }: Any): Any {
  const on = (address: string): Any => ({ socketAddress: { address, portValue: port } })
  return {
    name,
    address: on('127.0.0.1'),
    additionalAddresses: [{ address: on('::1') }],
    listenerFilters,
    filterChains: [chain],
  }
}

function tlsSocket({ certificate }: Places): Any {
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

function cluster(name: string, port: number, others: object = {}): Any {
  const address = { socketAddress: { address: '127.0.0.1', portValue: port } }
  const loadAssignment = { clusterName: name, endpoints: [{ lbEndpoints: [{ endpoint: { address } }] }] }
  return { name, type: 'STATIC', connectTimeout: '5s', loadAssignment, ...others }
}
