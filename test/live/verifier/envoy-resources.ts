/** The three ways in which Envoy asks; the names are those of its listeners. */
export const WAYS = ['http', 'grpc', 'grpc-raw'] as const

type Ports = { readonly application: number; readonly forwardAuth: number; readonly extAuthz: number }

/** As docs/verifier-service.md has it, one listener for each way. */
export function envoyResources({ application, forwardAuth, extAuthz }: Ports): object {
  const grpc = { grpc_service: { envoy_grpc: { cluster_name: 'grpc-verifier' }, timeout: '5s' } }
  const http = {
    http_service: {
      server_uri: { uri: 'http://verifier', cluster: 'http-verifier', timeout: '5s' },
      path_prefix: '/check',
      authorization_response: { allowed_upstream_headers: { patterns: [{ exact: 'x-client-ip' }] } },
    },
    // Every spelling of our names: what the service does not hear of it cannot have removed.
    allowed_headers: { patterns: [{ safe_regex: { regex: 'x[^a-z0-9]client[^a-z0-9]ip([^a-z0-9]assertion)?' } }] },
  }
  return {
    listeners: [
      listener('http', http),
      listener('grpc', { ...grpc, transport_api_version: 'V3' }),
      listener('grpc-raw', { ...grpc, transport_api_version: 'V3', encode_raw_headers: true }),
      listener('grpc-metadata', { ...grpc, transport_api_version: 'V3' }, METADATA),
    ],
    clusters: [
      cluster('application', application),
      cluster('http-verifier', forwardAuth),
      {
        ...cluster('grpc-verifier', extAuthz),
        typed_extension_protocol_options: {
          'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
            '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
            explicit_http_config: { http2_protocol_options: {} },
          },
        },
      },
    ],
  }
}

/** Shows the application what a later filter or an access log can read. */
const METADATA = {
  request_headers_to_add: ['ip', 'via'].map((key) => ({
    header: { key: `x-client-ip-${key}`, value: `%DYNAMIC_METADATA(envoy.filters.http.ext_authz:${key})%` },
  })),
}

function listener(name: string, authorization: object, extra: object = {}): object {
  const typed = (type: string, config: object): object => ({ '@type': `type.googleapis.com/${type}`, ...config })
  const filters = 'envoy.extensions.filters'
  const manager = typed(`${filters}.network.http_connection_manager.v3.HttpConnectionManager`, {
    stat_prefix: name,
    route_config: {
      virtual_hosts: [
        {
          name: 'all',
          domains: ['*'],
          routes: [{ match: { prefix: '/' }, route: { cluster: 'application' }, ...extra }],
        },
      ],
    },
    http_filters: [
      {
        name: 'envoy.filters.http.ext_authz',
        typed_config: typed(`${filters}.http.ext_authz.v3.ExtAuthz`, authorization),
      },
      { name: 'envoy.filters.http.router', typed_config: typed(`${filters}.http.router.v3.Router`, {}) },
    ],
  })
  return {
    name,
    address: { socket_address: { address: '127.0.0.1', port_value: 0 } },
    filter_chains: [{ filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] }],
  }
}

function cluster(name: string, port: number): object {
  const endpoint = { address: { socket_address: { address: '127.0.0.1', port_value: port } } }
  return {
    name,
    connect_timeout: '5s',
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint }] }] },
  }
}
