import { appOf } from '../../../topology/app-of.ts'
import type { GatewayHop, Topology } from '../../../topology/topology.ts'
import { grpcHost, VERIFIER_PORTS } from '../../verifier-service.ts'
import { because, type Plain } from '../../yaml/because.ts'

export const APPLICATION = 'app'
export const VERIFIER = 'verifier'

/** Where requests go, and whom Envoy asks if it asks. */
export function clusters(topology: Topology, hop: GatewayHop): readonly Plain[] {
  const { service, port } = appOf(topology)
  const app = { host: `${service}.${topology.namespace}.svc.cluster.local`, port }
  return [
    cluster({ name: APPLICATION, ...app, connectTimeout: '5s', extra: transportSocket(hop) }),
    ...(hop.verifies === 'forward-auth' ? [verifier(topology)] : []),
  ]
}

function verifier(topology: Topology): Plain {
  return cluster({
    name: VERIFIER,
    host: grpcHost(topology.verifier),
    port: VERIFIER_PORTS.extAuthz,
    connectTimeout: '1s',
    extra: {
      typed_extension_protocol_options: because('gRPC is HTTP/2.', {
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
          '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
          explicit_http_config: { http2_protocol_options: {} },
        },
      }),
    },
  })
}

/** A PROXY header in front of the client's bytes, for an application that ends TLS itself. */
function transportSocket({ sendsProxy }: GatewayHop): { readonly [member: string]: Plain } {
  if (sendsProxy === 'none') return {}
  return {
    transport_socket: because(
      'The application takes the address from it: it has to demand the header, and to believe it from this gateway alone. https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/proxy_protocol/v3/upstream_proxy_protocol.proto',
      {
        name: 'envoy.transport_sockets.upstream_proxy_protocol',
        typed_config: {
          '@type':
            'type.googleapis.com/envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport',
          config: { version: sendsProxy.toUpperCase() },
          transport_socket: {
            name: 'envoy.transport_sockets.raw_buffer',
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer',
            },
          },
        },
      },
    ),
  }
}

type ClusterOptions = {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly connectTimeout: string
  readonly extra: { readonly [member: string]: Plain }
}

function cluster({ name, host, port, connectTimeout, extra }: ClusterOptions): Plain {
  return {
    name,
    type: 'STRICT_DNS',
    connect_timeout: connectTimeout,
    ...extra,
    load_assignment: {
      cluster_name: name,
      endpoints: [
        { lb_endpoints: [{ endpoint: { address: { socket_address: { address: host, port_value: port } } } }] },
      ],
    },
  }
}
