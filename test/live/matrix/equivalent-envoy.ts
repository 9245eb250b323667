import { join } from 'node:path'
import type { Compiled } from '../../../src/compile/index.ts'
import type { FoundEnvoy } from '../find-envoy.ts'
import { startProgram } from '../start-program.ts'
import type { DataPlane, Places, Running } from './data-plane.ts'
import { CUT_OFF_AFTER, moveIntoPlace } from './envoy-listeners.ts'
import { everyWay } from './ways.ts'

type Json = { readonly [member: string]: unknown }

/** What a controller that configures Envoy would send it, as far as requests see it. */
export type Equivalent = {
  /** The connection manager, all of it. */
  readonly manager: Json
  readonly takesProxy: boolean
}

/** The clusters that routes and filters name. */
export const APP = 'app'
export const VERIFIER = 'verifier'

const LISTENERS = 'listeners.json'

const PROXY_PROTOCOL = {
  name: 'envoy.filters.listener.proxy_protocol',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol' },
}
const TLS_INSPECTOR = {
  name: 'envoy.filters.listener.tls_inspector',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector' },
}

/**
 * Runs it on a port with TLS and on one without, which no controller would open, on 127.0.0.1 and ::1.
 *
 * Listeners come from a file that is moved into place when the compiled files change, as a controller sends them anew:
 * connections that are open drain for a second.
 */
export function startEquivalent(
  found: FoundEnvoy,
  translate: (compiled: Compiled) => Equivalent,
  runtime: Readonly<Record<string, boolean>> = {},
): DataPlane['start'] {
  return async (compiled, places) => {
    if ('missing' in found) return found
    const args = ['--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'error', '--drain-time-s', '1']
    let here: Here | undefined
    const { ports, stop } = await startProgram(
      { name: 'envoy', path: found.path, file: 'envoy.json', args: (file) => ['-c', file, ...args] },
      {
        ports: 2,
        write: ([plain = 0, tls = 0], folder) => {
          here = { plain, tls, folder, places }
          moveListeners(translate(compiled), here)
          return JSON.stringify(bootstrap(here, runtime))
        },
      },
    )
    const [plain = 0, tls = 0] = ports
    const reload = async (changed: Compiled): Promise<void> => {
      if (here !== undefined) moveListeners(translate(changed), here)
    }
    return { ports: everyWay(plain, tls), stop, reload, version: found.version } satisfies Running
  }
}

type Here = { readonly plain: number; readonly tls: number; readonly folder: string; readonly places: Places }

function bootstrap({ folder, places }: Here, runtime: Readonly<Record<string, boolean>>): Json {
  const source = { path_config_source: { path: join(folder, LISTENERS) }, resource_api_version: 'V3' }
  return {
    node: { id: 'gateway', cluster: 'gateway' },
    dynamic_resources: { lds_config: source },
    static_resources: {
      clusters: [cluster(APP, places.application), { ...cluster(VERIFIER, places.extAuthz), ...HTTP2 }],
    },
    layered_runtime: { layers: [{ name: 'test', static_layer: runtime }] },
  }
}

function moveListeners(equivalent: Equivalent, { plain, tls, folder, places }: Here): void {
  const resources = [
    listener({ name: 'plain', port: plain }, equivalent),
    listener({ name: 'tls', port: tls, socket: tlsSocket(places) }, equivalent),
  ].map((one) => ({ '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener', ...one }))
  moveIntoPlace(folder, LISTENERS, JSON.stringify({ resources }))
}

type ListenerOptions = { readonly name: string; readonly port: number; readonly socket?: Json }

function listener({ name, port, socket }: ListenerOptions, { manager, takesProxy }: Equivalent): Json {
  const on = (address: string): Json => ({ socket_address: { address, port_value: port } })
  const connectionManager = {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: { ...manager, delayed_close_timeout: CUT_OFF_AFTER },
  }
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
