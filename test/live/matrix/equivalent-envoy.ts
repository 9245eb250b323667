import type { FoundEnvoy } from '../find-envoy.ts'
import { startEnvoy } from '../start-envoy.ts'
import type { Missing, Places, Running } from './data-plane.ts'
import { everyWay } from './ways.ts'

type Json = { readonly [member: string]: unknown }

/** What a controller that configures Envoy would send it, as far as requests see it. */
export type Equivalent = {
  /** The connection manager, all of it. */
  readonly manager: Json
  readonly takesProxy: boolean
  /** Envoy's runtime flags. */
  readonly runtime?: Readonly<Record<string, boolean>>
}

/** The clusters that routes and filters name. */
export const APP = 'app'
export const VERIFIER = 'verifier'

const PROXY_PROTOCOL = {
  name: 'envoy.filters.listener.proxy_protocol',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol' },
}
const TLS_INSPECTOR = {
  name: 'envoy.filters.listener.tls_inspector',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector' },
}

/** Runs it on a port with TLS and on one without, which no controller would open, on 127.0.0.1 and ::1. */
export async function startEquivalent(
  found: FoundEnvoy,
  equivalent: Equivalent,
  places: Places,
): Promise<Running | Missing> {
  if ('missing' in found) return found
  const write = ([plain = 0, tls = 0]: readonly number[]): string =>
    JSON.stringify({
      static_resources: {
        listeners: [
          listener({ name: 'plain', port: plain }, equivalent),
          listener({ name: 'tls', port: tls, socket: tlsSocket(places) }, equivalent),
        ],
        clusters: [cluster(APP, places.application), { ...cluster(VERIFIER, places.extAuthz), ...HTTP2 }],
      },
      layered_runtime: { layers: [{ name: 'test', static_layer: equivalent.runtime ?? {} }] },
    })
  const { ports, stop } = await startEnvoy(found, { ports: 2, write })
  const [plain = 0, tls = 0] = ports
  return { ports: everyWay(plain, tls), stop, version: found.version }
}

type ListenerOptions = { readonly name: string; readonly port: number; readonly socket?: Json }

function listener({ name, port, socket }: ListenerOptions, { manager, takesProxy }: Equivalent): Json {
  const on = (address: string): Json => ({ socket_address: { address, port_value: port } })
  const connectionManager = { name: 'envoy.filters.network.http_connection_manager', typed_config: manager }
  return {
    name,
    address: on('127.0.0.1'),
    additional_addresses: [{ address: on('::1') }],
    listener_filters: [...(takesProxy ? [PROXY_PROTOCOL] : []), ...(socket === undefined ? [] : [TLS_INSPECTOR])],
    filter_chains: [{ filters: [connectionManager], ...(socket !== undefined && { transport_socket: socket }) }],
  }
}

function tlsSocket({ certificate }: Places): Json {
  const { cert, key } = certificate
  const pair = { certificate_chain: { inline_string: cert }, private_key: { inline_string: key } }
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
      common_tls_context: { tls_certificates: [pair], alpn_protocols: ['h2', 'http/1.1'] },
    },
  }
}

const HTTP2 = {
  typed_extension_protocol_options: {
    'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
      '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
      explicit_http_config: { http2_protocol_options: {} },
    },
  },
}

function cluster(name: string, port: number): Json {
  // Where a test has no service, nothing names its cluster.
  const address = { socket_address: { address: '127.0.0.1', port_value: port === 0 ? 1 : port } }
  const endpoints = [{ lb_endpoints: [{ endpoint: { address } }] }]
  return { name, connect_timeout: '2s', load_assignment: { cluster_name: name, endpoints } }
}
