import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { generateSigningJwk, publicJwks } from '../../src/assertion/index.ts'
import { missingMandatory } from '../../src/compile/contract.ts'
import { CONTRACT_RULES, type Compiled, CompileError, compile } from '../../src/compile/index.ts'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import { readTopology } from '../../src/topology/index.ts'

const jwks = publicJwks([
  await generateSigningJwk('2026-11-a', 'ES256'),
  await generateSigningJwk('2026-11-b', 'EdDSA'),
])
const assertion = { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json' }
const EDGE = { product: 'edge', ranges: ['198.51.100.0/24', '2001:db8:ed9e::/48'] }
const BALANCER = { product: 'octavia', ranges: ['10.0.16.0/20'] }

type Document = Readonly<Record<string, unknown>>

function compiled(document: Document): Compiled {
  const exempt = [{ method: 'GET', path: '/healthz' }]
  const text = JSON.stringify({ name: 'shop', namespace: 'web', exempt, assertion, ...document })
  return compile({ topology: readTopology(text).topology, jwks }, 'envoy')
}

/** A configuration of Envoy's, of which a test knows what it looks for. */
// biome-ignore lint/suspicious/noExplicitAny: it has no type here, and a wrong path is a failing test.
type Any = any

function read({ files }: Compiled, path: string): Any {
  return parse(files.find((file) => file.path === path)?.text ?? '')
}

function listenerOf(result: Compiled): Any {
  return read(result, 'listeners.yaml').resources[0]
}

function managerOf(result: Compiled): Any {
  return listenerOf(result).filter_chains[0].filters[0].typed_config
}

function filterOf(result: Compiled, name: string): Any {
  return managerOf(result).http_filters.find((filter: Any) => filter.name.includes(name))?.typed_config
}

describe('who may connect', () => {
  test.each([
    { name: 'the load balancer', path: [EDGE, BALANCER, 'envoy', 'app'], want: ['10.0.16.0/20'] },
    { name: 'the edge', path: [EDGE, 'metallb', 'envoy', 'app'], want: EDGE.ranges },
  ])('is $name, by the address of the socket and by a policy', ({ path, want }) => {
    const result = compiled({ path })
    const { direct_source_prefix_ranges: ranges } = listenerOf(result).filter_chains[0].filter_chain_match
    expect(ranges.map((one: Any) => `${one.address_prefix}/${one.prefix_len}`)).toEqual(want)
    const { spec } = read(result, 'network-policy.yaml')
    expect(spec.ingress[0].from.map((one: Any) => one.ipBlock.cidr)).toEqual(want)
    expect(spec.ingress[0].ports).toEqual([{ port: 8443, protocol: 'TCP' }])
  })

  test('is said to be anyone where the path does not tell', () => {
    const result = compiled({ path: [{ product: 'edge' }, 'envoy', 'app'] })
    expect(listenerOf(result).filter_chains[0]).not.toHaveProperty('filter_chain_match')
    expect(result.files.map(({ path }) => path)).not.toContain('network-policy.yaml')
    expect(result.notes.filter(({ kind }) => kind === 'warning').map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Envoy takes entry 1 of X-Forwarded-For/),
      expect.stringMatching(/^Anyone may connect/),
    ])
  })

  test('may be a node where kube-proxy hides the load balancer', () => {
    const hidden = compiled({ path: [EDGE, BALANCER, 'envoy', 'app'] })
    const local = compiled({ path: [EDGE, { ...BALANCER, trafficPolicy: 'Local' }, 'envoy', 'app'] })
    const says = ({ notes }: Compiled): boolean =>
      notes.some(({ text }) => text.includes('externalTrafficPolicy Cluster'))
    expect([says(hidden), says(local)]).toEqual([true, false])
  })
})

describe('PROXY protocol', () => {
  test.each([
    { sendsProxy: 'v1', refused: ['V2'] },
    { sendsProxy: 'v2', refused: ['V1'] },
  ])('is demanded first and in the version that is sent: $sendsProxy', ({ sendsProxy, refused }) => {
    const [first] = listenerOf(compiled({ path: [EDGE, { ...BALANCER, sendsProxy }, 'envoy', 'app'] })).listener_filters
    expect(first.name).toBe('envoy.filters.listener.proxy_protocol')
    expect(first.typed_config.disallowed_versions).toEqual(refused)
    expect(first.typed_config).not.toHaveProperty('allow_requests_without_proxy_protocol')
  })

  test('is not read where nobody sends it', () => {
    expect(listenerOf(compiled({ path: [EDGE, 'metallb', 'envoy', 'app'] }))).not.toHaveProperty('listener_filters')
  })
})

describe('the nearest address', () => {
  test.each([
    { name: 'the edge behind PROXY', path: [EDGE, BALANCER, 'envoy', 'app'], want: EDGE.ranges },
    {
      name: 'the edge and a load balancer that appends',
      path: [EDGE, { product: 'aws-alb', ranges: ['10.0.0.0/24'] }, 'envoy', 'app'],
      want: [...EDGE.ranges, '10.0.0.0/24'],
    },
    {
      name: 'the edge and a load balancer that hides it',
      path: [EDGE, { ...BALANCER, sendsProxy: 'none' }, 'envoy', 'app'],
      want: [...EDGE.ranges, '10.0.16.0/20'],
    },
  ])('is taken from X-Forwarded-For of $name by ranges', ({ path, want }) => {
    const manager = managerOf(compiled({ path }))
    const [{ typed_config: xff }] = manager.original_ip_detection_extensions
    expect(xff.xff_trusted_cidrs.cidrs.map((one: Any) => `${one.address_prefix}/${one.prefix_len}`)).toEqual(want)
    expect(manager.use_remote_address).toBe(false)
    expect(manager).not.toHaveProperty('xff_num_trusted_hops')
    const removed = manager.early_header_mutation_extensions[0].typed_config.mutations
    expect(removed).toContainEqual({ remove_on_match: { key_matcher: { prefix: 'x-envoy-' } } })
  })

  test('is counted where the edge’s ranges are not known', () => {
    const manager = managerOf(compiled({ path: [{ product: 'edge' }, { ...BALANCER }, 'envoy', 'app'] }))
    expect(manager).toMatchObject({ use_remote_address: true, xff_num_trusted_hops: 1 })
    expect(manager).not.toHaveProperty('original_ip_detection_extensions')
  })
})

describe('TLS', () => {
  test('ends at the gateway, with a certificate that is read again', () => {
    const result = compiled({ path: [EDGE, BALANCER, 'envoy', 'app'] })
    expect(listenerOf(result).address.socket_address).toMatchObject({ port_value: 8443 })
    expect(listenerOf(result).filter_chains[0].transport_socket.name).toBe('envoy.transport_sockets.tls')
    expect(read(result, 'certificate.yaml').resources[0]).toMatchObject({ name: 'web' })
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
    expect(filters.map(({ name }: Any) => name)).toEqual([
      'envoy.filters.listener.proxy_protocol',
      'envoy.filters.listener.tls_inspector',
    ])
    expect(chains[0].filter_chain_match.server_names).toEqual(['shop.example.com'])
    expect(chains[0].filters.map(({ name }: Any) => name)).toEqual(['envoy.filters.network.tcp_proxy'])
    const [cluster] = read(result, 'envoy.yaml').static_resources.clusters
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
    const { ipseal } = filterOf(result, 'jwt_authn').providers
    expect(JSON.parse(ipseal.local_jwks.inline_string)).toEqual(jwks)
    expect(ipseal).toMatchObject({ clock_skew_seconds: 5, max_lifetime: '330s', audiences: ['origin-prod'] })
    expect(ipseal.from_headers).toEqual([{ name: 'x-client-ip-assertion' }])
  })

  test('reads the prefix where the edge writes one', () => {
    const bearer = compiled({ path: [EDGE, BALANCER, 'envoy', 'app'], assertion: { ...assertion, prefix: 'Bearer ' } })
    const { from_headers: headers } = filterOf(bearer, 'jwt_authn').providers.ipseal
    expect(headers).toEqual([{ name: 'x-client-ip-assertion', value_prefix: 'Bearer ' }])
  })

  test('demands a token everywhere but on exact routes', () => {
    const get = { name: ':method', string_match: { exact: 'GET' } }
    expect(filterOf(result, 'jwt_authn').rules).toEqual([
      { match: { path: '/healthz', headers: [get] } },
      { match: { prefix: '/' }, requires: { provider_name: 'ipseal' } },
    ])
    const [exempt, all] = managerOf(result).route_config.virtual_hosts[0].routes
    expect(exempt.match).toEqual({ path: '/healthz', headers: [get] })
    expect(Object.keys(exempt.typed_per_filter_config)).toEqual(['envoy.filters.http.rbac.ipseal'])
    expect(all).toEqual({ match: { prefix: '/' }, route: { cluster: 'app' } })
  })

  test('limits behind what verifies', () => {
    expect(managerOf(result).http_filters.map(({ name }: Any) => name)).toEqual([
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
    expect(result.files.map(({ text }) => parseAllDocuments(text).length)).toEqual([1, 1, 1, 1])
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
    const [, { load_assignment: assignment }] = read(result, 'envoy.yaml').static_resources.clusters
    expect(assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address).toEqual({
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
  expect(managerOf(result).http_filters.map(({ name }: Any) => name)).toEqual(['envoy.filters.http.router'])
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
