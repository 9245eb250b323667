const TCP_PROXY = 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy'
const HTTP = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'
const ROUTER = 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router'
const LISTENER_FILTER = 'type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol'
const UPSTREAM =
  'type.googleapis.com/envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport'
const RAW_BUFFER = 'type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer'

const AUTHORITY = 0x02
const at = (port: number): object => ({ socket_address: { address: '127.0.0.1', port_value: port } })

/** Envoy as a load balancer that passes bytes on: one listener for each of `routes`, in the order of `ports`. */
export function writeSender(ports: readonly number[], routes: readonly { version: string; to: number }[]): string {
  const listeners = routes.map((_, i) => ({
    name: `l${i}`,
    address: at(ports[i] ?? 0),
    filter_chains: [
      { filters: [{ name: 'tcp', typed_config: { '@type': TCP_PROXY, stat_prefix: `l${i}`, cluster: `c${i}` } }] },
    ],
  }))
  const clusters = routes.map(({ version, to }, i) => ({
    name: `c${i}`,
    type: 'STATIC',
    load_assignment: {
      cluster_name: `c${i}`,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: at(to) } }] }],
    },
    transport_socket: {
      name: 'envoy.transport_sockets.upstream_proxy_protocol',
      typed_config: {
        '@type': UPSTREAM,
        config: { version },
        transport_socket: { name: 'envoy.transport_sockets.raw_buffer', typed_config: { '@type': RAW_BUFFER } },
      },
    },
  }))
  return JSON.stringify({ static_resources: { listeners, clusters } })
}

/** Envoy as a receiver, answering with the client and the authority that a header names. */
export function writeReceiver(port: number): string {
  const listenerFilter = {
    name: 'envoy.filters.listener.proxy_protocol',
    typed_config: {
      '@type': LISTENER_FILTER,
      tlv_location: 'FILTER_STATE',
      rules: [{ tlv_type: AUTHORITY, on_tlv_present: { key: 'authority' } }],
    },
  }
  const answer = {
    match: { prefix: '/' },
    direct_response: { status: 200 },
    response_headers_to_add: [
      line('x-source', '%DOWNSTREAM_REMOTE_ADDRESS%'),
      line('x-destination', '%DOWNSTREAM_LOCAL_ADDRESS%'),
      line('x-authority', '%FILTER_STATE(envoy.network.proxy_protocol.tlv:FIELD:authority)%'),
    ],
  }
  const manager = {
    '@type': HTTP,
    stat_prefix: 'receiver',
    use_remote_address: true,
    delayed_close_timeout: '0s',
    http_filters: [{ name: 'envoy.filters.http.router', typed_config: { '@type': ROUTER } }],
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes: [answer] }] },
  }
  const listener = {
    name: 'receiver',
    address: at(port),
    listener_filters: [listenerFilter],
    filter_chains: [{ filters: [{ name: 'http', typed_config: manager }] }],
  }
  return JSON.stringify({ static_resources: { listeners: [listener] } })
}

function line(key: string, value: string): object {
  return { header: { key, value } }
}
