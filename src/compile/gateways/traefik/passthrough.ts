import type { ProxyVersion } from '../../../topology/topology.ts'
import type { GatewayInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'
import type { YamlDocument } from '../../yaml/write-yaml.ts'
import { nextHop } from '../next-hop.ts'

const API = 'traefik.io/v1alpha1'
const VERSIONS: Readonly<Record<ProxyVersion, number>> = { none: 0, v1: 1, v2: 2 }

/** dynamic.yml for TLS that is handed on unread, with a PROXY header in front. */
export function passthroughConfiguration({ topology, hop }: GatewayInput): Plain {
  const { name } = topology
  const { kind, host, port } = nextHop({ topology, hop })
  return {
    tcp: {
      routers: {
        [name]: {
          rule: ruleOf(topology.hosts),
          entryPoints: ['websecure'],
          service: kind,
          tls: { passthrough: true },
        },
      },
      services: {
        [kind]: { loadBalancer: { serversTransport: name, servers: [{ address: `${host}:${port}` }] } },
      },
      serversTransports: { [name]: sending(hop.sendsProxy) },
    },
  }
}

/** The same as custom resources. */
export function passthroughResources({ topology, hop }: GatewayInput): readonly YamlDocument[] {
  const { name, namespace, hosts } = topology
  const { service, port } = nextHop({ topology, hop })
  const metadata = { name, namespace }
  return [
    { value: { apiVersion: API, kind: 'ServersTransportTCP', metadata, spec: sending(hop.sendsProxy) } },
    {
      value: {
        apiVersion: API,
        kind: 'IngressRouteTCP',
        metadata,
        spec: {
          entryPoints: ['websecure'],
          routes: [{ match: ruleOf(hosts), services: [{ name: service, port, serversTransport: name }] }],
          tls: { passthrough: true },
        },
      },
    },
  ]
}

function sending(version: ProxyVersion): Plain {
  const reason =
    'The address that the next hop takes for its peer. https://doc.traefik.io/traefik/reference/routing-configuration/tcp/serverstransport/'
  return { proxyProtocol: because(reason, { version: VERSIONS[version] }) }
}

function ruleOf(hosts: readonly string[]): string {
  if (hosts.includes('*')) return 'HostSNI(`*`)'
  return hosts
    .map((host) =>
      host.startsWith('*.')
        ? `HostSNIRegexp(\`^[a-z0-9-]+${host.slice(1).replaceAll('.', '\\.')}$\`)`
        : `HostSNI(\`${host}\`)`,
    )
    .join(' || ')
}
