import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { APP, compileIstio, istio, METALLB, NLB, type Parts, read, VERIFYING_APP } from './compile-istio.ts'
import { refusalOf } from './refusal-of.ts'

describe('what is compiled', () => {
  const ENTRANCE = ['gateway.yaml', 'http-route.yaml']
  const NATIVE = ['request-authentication.yaml', 'authorization-policy.yaml', 'envoy-filter.yaml']
  const MESH = ['telemetry.yaml', 'istiod-values.yaml']

  test.each([
    {
      name: 'Istio verifies behind a load balancer whose pods can be closed',
      parts: { path: ['cloudflare', NLB, 'istio', APP] },
      want: [...ENTRANCE, 'network-policy.yaml', ...NATIVE, ...MESH],
    },
    {
      name: 'there is no NetworkPolicy where pods see addresses of nodes',
      parts: { path: ['cloudflare', { ...NLB, targets: 'nodes' }, 'istio', APP] },
      want: [...ENTRANCE, ...NATIVE, ...MESH],
    },
    {
      name: 'the service is asked, and no EnvoyFilter is there',
      parts: { path: ['cloudflare', METALLB, istio({ verifies: 'forward-auth' }), APP] },
      want: [...ENTRANCE, 'network-policy.yaml', 'authorization-policy.yaml', ...MESH, 'ipseal.verifier.json'],
    },
    {
      name: 'a later hop verifies',
      parts: { path: ['cloudflare', METALLB, istio({ verifies: false }), VERIFYING_APP] },
      want: [...ENTRANCE, 'network-policy.yaml'],
    },
    {
      name: 'TLS is handed on with a PROXY header',
      parts: {
        path: ['cloudflare', METALLB, istio({ verifies: false, sendsProxy: 'v2' }), VERIFYING_APP],
        tls: 'passthrough',
        hosts: ['app.example.com'],
      },
      want: ['gateway.yaml', 'tls-route.yaml', 'network-policy.yaml'],
    },
  ])('$name', ({ parts, want }) => {
    expect(compileIstio(parts).files.map(({ path }) => path)).toEqual(want)
  })

  test('the same path gives the same bytes', () => {
    const parts = { path: ['cloudflare', NLB, 'istio', APP] }
    expect(compileIstio(parts)).toEqual(compileIstio(parts))
  })
})

describe('what is refused', () => {
  const hosts = ['app.example.com']
  const passing = (hop: object): Parts => ({
    path: ['cloudflare', METALLB, istio({ verifies: false, ...hop }), VERIFYING_APP],
    tls: 'passthrough',
    hosts,
  })

  test.each([
    {
      name: 'policies cannot be attached to a Gateway',
      parts: { path: ['cloudflare', istio({ version: '1.21', verifies: 'forward-auth' }), APP] },
      want: { code: 'UNSUPPORTED_VERSION', path: 'path[1].version', nextStep: /Istio 1\.22/ },
    },
    {
      name: 'headers cannot be removed by a pattern',
      parts: { path: ['cloudflare', istio({ version: '1.27' }), APP] },
      want: { code: 'UNSUPPORTED_VERSION', path: 'path[1].version', nextStep: /"verifies": "forward-auth"/ },
    },
    {
      name: 'the traffic policy of the Service cannot be set',
      parts: { path: ['cloudflare', METALLB, istio({ version: '1.25', verifies: 'forward-auth' }), APP] },
      want: { code: 'UNSUPPORTED_VERSION', path: 'path[2].version', nextStep: /Istio 1\.26/ },
    },
    {
      name: 'TLS handed on without a PROXY header loses the address',
      parts: passing({}),
      want: { code: 'ADDRESS_LOST', path: 'path[2].sendsProxy', nextStep: /"sendsProxy": "v2"/ },
    },
    {
      name: 'a PROXY header without TLS to the backend came in 1.23',
      parts: {
        ...passing({ sendsProxy: 'v2', version: '1.22' }),
        path: ['cloudflare', istio({ verifies: false, sendsProxy: 'v2', version: '1.22' }), VERIFYING_APP],
      },
      want: { code: 'UNSUPPORTED_VERSION', path: 'path[1].version', nextStep: /Istio 1\.23/ },
    },
    {
      name: 'the service would take the assertion away from an application that verifies it too',
      parts: { path: ['cloudflare', METALLB, istio({ verifies: 'forward-auth' }), VERIFYING_APP] },
      want: { code: 'UNSUPPORTED', path: 'path[2].verifies', nextStep: /one of the two/ },
    },
    {
      name: 'an exemption that no route matches exactly',
      parts: { path: ['cloudflare', METALLB, 'istio', APP], exempt: [{ method: 'PURGE', path: '/cache' }] },
      want: { code: 'UNSUPPORTED', path: 'exempt[0].method', nextStep: /forward-auth/ },
    },
  ])('$name', ({ parts, want }) => {
    const { nextStep, ...rest } = want
    const refused = refusalOf(() => compileIstio(parts))
    expect(refused).toMatchObject(rest)
    expect(refused.nextStep).toMatch(nextStep)
  })
})

type Made = { readonly spec: { readonly infrastructure: { readonly annotations: Readonly<Record<string, string>> } } }
type Options = { readonly data: Readonly<Record<string, string>> }

describe('the topology of the gateway', () => {
  test.each([
    { name: 'an edge alone', path: ['cloudflare', 'istio', APP], want: { numTrustedProxies: 1 } },
    {
      name: 'an edge and a load balancer that sends PROXY protocol',
      path: ['cloudflare', NLB, 'istio', APP],
      want: { proxyProtocol: {}, numTrustedProxies: 1 },
    },
    {
      name: 'two edges and a load balancer that appends to X-Forwarded-For',
      path: ['fastly', 'cloudflare', { product: 'aws-alb', ranges: ['10.0.16.0/20'] }, 'istio', APP],
      want: { numTrustedProxies: 3 },
    },
  ])('$name', ({ path, want }) => {
    const gateway = read(compileIstio({ path }), 'gateway.yaml', -1 + gatewayCount(path))
    expect(gateway).toMatchObject({ kind: 'Gateway' })
    const text = JSON.stringify(gateway)
    const made: Made = JSON.parse(text)
    expect(parse(made.spec.infrastructure.annotations['proxy.istio.io/config'] ?? '')).toEqual({
      gatewayTopology: { ...want, forwardClientCertDetails: 'SANITIZE' },
    })
  })

  /** Options stand before the Gateway that names them. */
  function gatewayCount(path: readonly unknown[]): number {
    return compileIstio({ path }).files[0]?.text.includes('kind: ConfigMap') ? 2 : 1
  }
})

describe('the options of the Gateway', () => {
  test.each([
    {
      name: 'traffic policy Local',
      path: ['cloudflare', METALLB, 'istio', APP],
      key: 'service',
      want: { spec: { externalTrafficPolicy: 'Local' } },
    },
    {
      name: 'a health port that takes the header of the load balancer',
      path: ['cloudflare', NLB, 'istio', APP],
      key: 'deployment',
      want: {
        spec: {
          template: {
            spec: {
              containers: [
                { name: 'istio-proxy', env: [{ name: 'ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL', value: 'true' }] },
              ],
            },
          },
        },
      },
    },
  ])('$name', ({ path, key, want }) => {
    const made: Options = JSON.parse(JSON.stringify(read(compileIstio({ path }), 'gateway.yaml')))
    expect(parse(made.data[key] ?? '')).toMatchObject(want)
  })
})
