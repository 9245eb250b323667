import type { Configuration } from '../start-program.ts'

const HTTP = 'type.googleapis.com/envoy.extensions.filters'

/** An Envoy that knows nothing of assertions: it sends everything on, as a second proxy of somebody else's may. */
export function passingEnvoy(application: number): Configuration {
  return { ports: 1, write: ([port = 0]) => JSON.stringify({ static_resources: resources(port, application) }) }
}

function resources(port: number, application: number): object {
  const route = { match: { prefix: '/' }, route: { cluster: 'application' } }
  const manager = {
    '@type': `${HTTP}.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: 'passing',
    upgrade_configs: [{ upgrade_type: 'websocket' }],
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes: [route] }] },
    http_filters: [{ name: 'envoy.filters.http.router', typed_config: { '@type': `${HTTP}.http.router.v3.Router` } }],
  }
  const filters = [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }]
  return {
    listeners: [{ name: 'passing', address: addressOf(port), filter_chains: [{ filters }] }],
    clusters: [
      {
        name: 'application',
        load_assignment: {
          cluster_name: 'application',
          endpoints: [{ lb_endpoints: [{ endpoint: { address: addressOf(application) } }] }],
        },
      },
    ],
  }
}

function addressOf(port: number): object {
  return { socket_address: { address: '127.0.0.1', port_value: port } }
}
