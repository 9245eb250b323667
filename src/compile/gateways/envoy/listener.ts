import type { Hop } from '../../../topology/topology.ts'
import type { Entrance } from '../../entrance.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import { splitCidr } from './cidr-range.ts'
import { clientAddress } from './client-address.ts'
import { APPLICATION } from './clusters.ts'
import { httpConnectionManager } from './http-listener.ts'

/** Inside the pod; the Service's port 443 or 80 leads there. */
const TLS_PORT = 8443
const PLAIN_PORT = 8080
/** For the kubelet, which sends no PROXY header and comes from a node's own address. */
const READY_PORT = 8002

export const CERTIFICATE_SECRET = 'web'
export const FOLDER = '/etc/envoy'

/** Where this gateway takes connections: TLS that it ends or hands on, or what a hop in front has decrypted. */
export function portOf(input: GatewayInput): number {
  return endsTlsItself(input) || input.topology.tls === 'passthrough' ? TLS_PORT : PLAIN_PORT
}

export function endsTlsItself({ topology, entrance }: GatewayInput): boolean {
  return topology.tls === 'terminated' && !entrance.isDecrypted
}

export function listener(input: GatewayInput): Plain {
  const { topology, entrance } = input
  const port = portOf(input)
  const isPassedOn = topology.tls === 'passthrough'
  const names = isPassedOn && !topology.hosts.includes('*') ? topology.hosts : undefined
  const match = matchOf(entrance, names)
  return {
    name: 'web',
    address: anyAddress(port),
    per_connection_buffer_limit_bytes: because(
      'https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge',
      32_768,
    ),
    ...listenerFilters(input, names !== undefined),
    filter_chains: [
      {
        ...(match !== undefined && { filter_chain_match: match }),
        ...(endsTlsItself(input) && { transport_socket: tlsSocket() }),
        filters: [isPassedOn ? tcpProxy() : httpConnectionManager(input, clientAddress(entrance))],
      },
    ],
  }
}

/** Everything else finds no filter chain, and is closed. */
function matchOf({ senders }: Entrance, names: readonly string[] | undefined): Plain {
  if (senders.length === 0 && names === undefined) return undefined
  return {
    ...(senders.length > 0 && {
      direct_source_prefix_ranges: because(
        'Every other connection is closed. By the address of the socket, which a PROXY header does not change: Envoy parses such a header from anyone, so that this line is what makes it one of the load balancer’s. https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch',
        senders.map(splitCidr),
      ),
    }),
    ...(names !== undefined && { server_names: names }),
  }
}

function listenerFilters({ topology, entrance, at }: GatewayInput, isMatchedByName: boolean) {
  const filters: Plain[] = []
  if (entrance.takesProxy) filters.push(proxyProtocol(refusedVersions(topology.hops, at)))
  if (isMatchedByName) {
    filters.push({
      name: 'envoy.filters.listener.tls_inspector',
      typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector' },
    })
  }
  return filters.length === 0 ? {} : { listener_filters: filters, listener_filters_timeout: '5s' }
}

function proxyProtocol(refused: readonly string[]): Plain {
  return because(
    'First, as the header stands in front of TLS. Every connection has to begin with one: without it Envoy would have to guess, which the specification forbids. https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt',
    {
      name: 'envoy.filters.listener.proxy_protocol',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol',
        ...(refused.length > 0 && { disallowed_versions: because('What the sender does not send.', refused) }),
      },
    },
  )
}

function refusedVersions(hops: readonly Hop[], at: string): readonly string[] {
  // `at` is `path[n]`: the hop right before is the one that sends.
  const before = hops[Number(/\d+/.exec(at)?.[0]) - 1]
  const sent = before?.kind === 'load-balancer' || before?.kind === 'gateway' ? before.sendsProxy : 'none'
  if (sent === 'none') return []
  return sent === 'v2' ? ['V1'] : ['V2']
}

function tlsSocket(): Plain {
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext',
      common_tls_context: {
        alpn_protocols: ['h2', 'http/1.1'],
        tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
        tls_certificate_sds_secret_configs: because('From a file that Envoy reads again when it changes.', [
          { name: CERTIFICATE_SECRET, sds_config: fromFile('certificate.yaml') },
        ]),
      },
    },
  }
}

function tcpProxy(): Plain {
  return {
    name: 'envoy.filters.network.tcp_proxy',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
      stat_prefix: 'web',
      cluster: APPLICATION,
      idle_timeout: '3600s',
    },
  }
}

/** Answers the kubelet, and nothing else. */
export function readyListener(): Plain {
  return {
    name: 'ready',
    address: anyAddress(READY_PORT),
    filter_chains: [
      {
        filters: [
          {
            name: 'envoy.filters.network.http_connection_manager',
            typed_config: {
              '@type':
                'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
              stat_prefix: 'ready',
              http_filters: [
                {
                  name: 'envoy.filters.http.router',
                  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
                },
              ],
              route_config: {
                virtual_hosts: [
                  {
                    name: 'ready',
                    domains: ['*'],
                    routes: [{ match: { path: '/ready' }, direct_response: { status: 200 } }],
                  },
                ],
              },
            },
          },
        ],
      },
    ],
  }
}

/** A file beside the bootstrap. A ConfigMap or Secret is changed by moving its folder, so that the folder is watched. */
export function fromFile(name: string): Plain {
  return {
    path_config_source: { path: `${FOLDER}/${name}`, watched_directory: { path: FOLDER } },
    resource_api_version: 'V3',
  }
}

function anyAddress(port: number): Plain {
  return { socket_address: { address: '::', ipv4_compat: true, port_value: port } }
}
