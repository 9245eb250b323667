import { describe, expect, test } from 'vitest'
import { missingMandatory } from '../../src/compile/contract.ts'
import { CONTRACT_RULES, CompileError } from '../../src/compile/index.ts'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import {
  assertion,
  BALANCER,
  compiled,
  type Document,
  EDGE,
  filterOf,
  jwks,
  listenerOf,
  managerOf,
  read,
} from './envoy-compiled.ts'
import type { Bootstrap } from './envoy-shapes.ts'
import { readDocuments } from './read-yaml.ts'

describe('TLS', () => {
  test('ends at the gateway, with a certificate that is read again', () => {
    const result = compiled({ path: [EDGE, BALANCER, 'envoy', 'app'] })
    expect(listenerOf(result).address.socket_address).toMatchObject({ port_value: 8443 })
    expect(listenerOf(result).filter_chains[0].transport_socket?.name).toBe('envoy.transport_sockets.tls')
    expect(read<{ readonly resources: readonly object[] }>(result, 'certificate.yaml').resources[0]).toMatchObject({
      name: 'web',
    })
  })

  test('has ended behind a load balancer that reads HTTP', () => {
    const result = compiled({ path: [EDGE, { product: 'aws-alb', ranges: ['10.0.0.0/24'] }, 'envoy', 'app'] })
    expect(listenerOf(result).address.socket_address).toMatchObject({ port_value: 8080 })
    expect(listenerOf(result).filter_chains[0]).not.toHaveProperty('transport_socket')
    expect(result.files.map(({ path }) => path)).toEqual(['envoy.yaml', 'listeners.yaml', 'network-policy.yaml'])
  })

  test('is handed on unread with a PROXY header, to the hosts that are named', () => {
    const gateway = { product: 'envoy', verifies: false, sendsProxy: 'v2' }
    const path = [EDGE, BALANCER, gateway, { product: 'app', verifies: true }]
    const result = compiled({ path, tls: 'passthrough', hosts: ['shop.example.com'] })
    const { listener_filters: filters, filter_chains: chains } = listenerOf(result)
    expect(filters.map(({ name }) => name)).toEqual([
      'envoy.filters.listener.proxy_protocol',
      'envoy.filters.listener.tls_inspector',
    ])
    expect(chains[0].filter_chain_match.server_names).toEqual(['shop.example.com'])
    expect(chains[0].filters.map(({ name }) => name)).toEqual(['envoy.filters.network.tcp_proxy'])
    const [cluster] = read<Bootstrap>(result, 'envoy.yaml').static_resources.clusters
    expect(cluster.transport_socket.typed_config.config).toEqual({ version: 'V2' })
    expect(result.contract).toBeUndefined()
  })
})

describe('a gateway that verifies', () => {
  const result = compiled({ path: [EDGE, BALANCER, 'envoy', 'app'] })

  test('keeps every rule of the contract', () => {
    const { contract } = result
    if (contract === undefined) throw new Error('there is no contract')
    expect(missingMandatory(contract)).toEqual([])
    expect(CONTRACT_RULES.filter((rule) => contract[rule].by === 'nobody')).toEqual([])
  })

  test('has the key set inline and forgives 5 s', () => {
    const ipseal = filterOf(result, 'jwt_authn')?.providers.ipseal
    expect(JSON.parse(ipseal?.local_jwks.inline_string ?? '')).toEqual(jwks)
    expect(ipseal).toMatchObject({ clock_skew_seconds: 5, max_lifetime: '330s', audiences: ['origin-prod'] })
    expect(ipseal?.from_headers).toEqual([{ name: 'x-client-ip-assertion' }])
  })

  test('reads the prefix where the edge writes one', () => {
    const bearer = compiled({ path: [EDGE, BALANCER, 'envoy', 'app'], assertion: { ...assertion, prefix: 'Bearer ' } })
    expect(filterOf(bearer, 'jwt_authn')?.providers.ipseal.from_headers).toEqual([
      { name: 'x-client-ip-assertion', value_prefix: 'Bearer ' },
    ])
  })

  test('demands a token everywhere but on exact routes', () => {
    const get = { name: ':method', string_match: { exact: 'GET' } }
    expect(filterOf(result, 'jwt_authn')?.rules).toEqual([
      { match: { path: '/healthz', headers: [get] } },
      { match: { prefix: '/' }, requires: { provider_name: 'ipseal' } },
    ])
    const [exempt, all] = managerOf(result).route_config.virtual_hosts[0].routes
    expect(exempt.match).toEqual({ path: '/healthz', headers: [get] })
    expect(Object.keys(exempt.typed_per_filter_config)).toEqual(['envoy.filters.http.rbac.ipseal'])
    expect(all).toEqual({ match: { prefix: '/' }, route: { cluster: 'app' } })
  })

  test('limits behind what verifies', () => {
    expect(managerOf(result).http_filters?.map(({ name }) => name)).toEqual([
      'envoy.filters.http.jwt_authn',
      'envoy.filters.http.rbac.ipseal',
      'envoy.filters.http.local_ratelimit',
      'envoy.filters.http.router',
    ])
  })

  test('keeps the assertion from an application that does not verify', () => {
    const verifying = compiled({ path: [EDGE, BALANCER, 'envoy', { product: 'app', verifies: true }] })
    expect(managerOf(result).route_config.request_headers_to_remove).toEqual(['x-client-ip-assertion'])
    expect(managerOf(verifying).route_config).not.toHaveProperty('request_headers_to_remove')
  })

  test('compiles to the same bytes again', () => {
    expect(compiled({ path: [EDGE, BALANCER, 'envoy', 'app'] })).toEqual(result)
  })

  test('writes one document to each file', () => {
    expect(result.files.map(({ text }) => readDocuments(text).length)).toEqual([1, 1, 1])
  })
})

describe('a gateway that asks', () => {
  const result = compiled({ path: [EDGE, BALANCER, { product: 'envoy', verifies: 'forward-auth' }, 'app'] })

  test('refuses while the service is away, and has no exempt routes of its own', () => {
    expect(filterOf(result, 'ext_authz')).toMatchObject({
      failure_mode_allow: false,
      grpc_service: { envoy_grpc: { cluster_name: 'verifier' } },
    })
    expect(managerOf(result).route_config.virtual_hosts[0].routes).toHaveLength(1)
    expect(filterOf(result, 'jwt_authn')).toBeUndefined()
  })

  test('asks the service that its document configures', () => {
    const document = result.files.find(({ path }) => path === 'ipseal.verifier.json')?.text ?? ''
    expect(readVerifierDocument(document).document.exempt).toEqual([{ method: 'GET', path: '/healthz' }])
    const [, verifier] = read<Bootstrap>(result, 'envoy.yaml').static_resources.clusters
    expect(verifier?.load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address).toEqual({
      address: 'ipseal-verifier-grpc.ipseal.svc.cluster.local',
      port_value: 9090,
    })
  })

  test('has every rule about the token kept by the service', () => {
    expect(result.contract?.signature.by).toBe('service')
    expect(result.contract?.['outputs-removed'].by).toBe('compiled')
  })
})

test('a gateway in front of an application that verifies hands the assertion on and no output', () => {
  const path = [EDGE, BALANCER, { product: 'envoy', verifies: false }, { product: 'app', verifies: true }]
  const result = compiled({ path })
  expect(managerOf(result).http_filters?.map(({ name }) => name)).toEqual(['envoy.filters.http.router'])
  expect(managerOf(result).early_header_mutation_extensions).toHaveLength(1)
  expect(managerOf(result).route_config).not.toHaveProperty('request_headers_to_remove')
})

test.each<{ readonly name: string; readonly document: Document; readonly want: object }>([
  {
    name: 'a version that cannot remove headers by a pattern',
    document: { path: [EDGE, BALANCER, 'envoy@1.35', 'app'] },
    want: { code: 'UNSUPPORTED_VERSION', path: 'path[2].version', nextStep: expect.stringContaining('envoy@1.36') },
  },
  {
    name: 'TLS that is handed on without a PROXY header',
    document: {
      tls: 'passthrough',
      path: [EDGE, BALANCER, { product: 'envoy', verifies: false }, { product: 'app', verifies: true }],
    },
    want: { code: 'ADDRESS_LOST', path: 'path[2].sendsProxy', nextStep: expect.stringContaining('"sendsProxy": "v2"') },
  },
  {
    name: 'a place in front of another gateway',
    document: { path: [EDGE, BALANCER, 'envoy', 'haproxy', 'app'] },
    want: { code: 'UNSUPPORTED', path: 'path[2]' },
  },
])('refuses $name', ({ document, want }) => {
  const faults: unknown[] = []
  try {
    compiled(document)
  } catch (error) {
    faults.push(error)
  }
  expect(faults[0]).toBeInstanceOf(CompileError)
  expect(faults[0]).toMatchObject(want)
})
