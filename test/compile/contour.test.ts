import { describe, expect, test } from 'vitest'
import { missingMandatory } from '../../src/compile/contract.ts'
import { type Compiled, compile } from '../../src/compile/index.ts'
import { type Members, objectsOf } from './read-yaml.ts'
import { refusalOf } from './refusal-of.ts'
import { JWKS, topologyOf } from './topology-of.ts'

const NLB = { product: 'aws-nlb', ranges: ['10.0.16.0/20'] }
const VERIFYING_APP = { product: 'app', verifies: true }
const hosts = ['app.example.com', '*.example.org']

type Parts = { readonly path: readonly unknown[]; readonly [key: string]: unknown }

function compileContour(parts: Parts): Compiled {
  return compile({ topology: topologyOf({ hosts, ...parts }), jwks: JWKS }, 'contour')
}

function read({ files }: Compiled, path: string): readonly Members[] {
  return objectsOf({ files: files.filter((file) => file.path === path) })
}

describe('what is compiled', () => {
  test.each([
    {
      name: 'behind a load balancer that sends PROXY protocol',
      path: ['cloudflare', NLB, 'contour', 'app'],
      want: [
        'http-proxy.yaml',
        'extension-service.yaml',
        'contour-configuration.yaml',
        'envoy-service.yaml',
        'network-policy.yaml',
        'ipseal.verifier.json',
      ],
    },
    {
      name: 'behind the edge itself',
      path: ['cloudflare', 'contour', 'app'],
      want: [
        'http-proxy.yaml',
        'extension-service.yaml',
        'contour-configuration.yaml',
        'network-policy.yaml',
        'ipseal.verifier.json',
      ],
    },
    {
      name: 'a later hop verifies',
      path: ['cloudflare', 'contour', VERIFYING_APP].map((hop) =>
        hop === 'contour' ? { product: hop, verifies: false } : hop,
      ),
      want: ['http-proxy.yaml', 'contour-configuration.yaml', 'network-policy.yaml'],
    },
  ])('$name', ({ path, want }) => {
    expect(compileContour({ path }).files.map((file) => file.path)).toEqual(want)
  })
})

type Proxied = { readonly spec: { readonly routes: readonly { requestHeadersPolicy: { remove: string[] } }[] } }

describe('the HTTPProxy', () => {
  const proxies = read(compileContour({ path: ['cloudflare', NLB, 'contour', 'app'] }), 'http-proxy.yaml')

  test('there is one for each host, and each asks and never fails open', () => {
    const authorization = {
      extensionRef: { name: 'shop-client-ip', namespace: 'ipseal' },
      responseTimeout: '2s',
      failOpen: false,
    }
    expect(proxies).toMatchObject(
      hosts.map((fqdn) => ({ spec: { virtualhost: { fqdn, tls: { secretName: 'shop-tls' }, authorization } } })),
    )
  })

  test('it removes no name that Contour would refuse', () => {
    const read: readonly Proxied[] = JSON.parse(JSON.stringify(proxies))
    const routes = read.flatMap(({ spec }) => spec.routes)
    const names = routes.flatMap(({ requestHeadersPolicy }) => requestHeadersPolicy.remove)
    expect(names).toEqual(hosts.map(() => 'x-client-ip-assertion'))
    // Apimachinery's IsHTTPHeaderName, which Contour asks.
    expect(names.filter((name) => !/^[-A-Za-z0-9]+$/.test(name))).toEqual([])
  })
})

describe('the configuration of Contour', () => {
  test.each([
    { name: 'behind PROXY protocol', path: ['cloudflare', NLB, 'contour', 'app'], proxy: true, hops: 1 },
    { name: 'behind the edge', path: ['cloudflare', 'contour', 'app'], proxy: false, hops: 1 },
    {
      name: 'behind two that append',
      path: ['cloudflare', { product: 'edge', ranges: ['198.51.100.0/28'] }, 'contour', 'app'],
      proxy: false,
      hops: 2,
    },
  ])('$name', ({ path, proxy, hops }) => {
    expect(read(compileContour({ path }), 'contour-configuration.yaml')).toMatchObject([
      { spec: { envoy: { listener: { useProxyProtocol: proxy }, network: { numTrustedHops: hops } } } },
    ])
  })
})

describe('what is refused', () => {
  test.each([
    {
      name: 'any host',
      parts: { path: ['cloudflare', 'contour', 'app'], hosts: ['*'] },
      want: { code: 'UNSUPPORTED', path: 'hosts' },
      nextStep: /app\.example\.com/,
    },
    {
      name: 'TLS handed on',
      parts: { path: ['cloudflare', { product: 'contour', verifies: false }, VERIFYING_APP], tls: 'passthrough' },
      want: { code: 'ADDRESS_LOST', path: 'tls' },
      nextStep: /End TLS here/,
    },
    {
      name: 'a release without ContourConfiguration',
      parts: { path: ['cloudflare', { product: 'contour', version: '1.19' }, 'app'] },
      want: { code: 'UNSUPPORTED_VERSION', path: 'path[1].version' },
      nextStep: /Contour 1\.20/,
    },
    {
      name: 'a second verifier behind the service',
      parts: { path: ['cloudflare', 'contour', VERIFYING_APP] },
      want: { code: 'UNSUPPORTED', path: 'path[1].verifies' },
      nextStep: /one of the two/,
    },
  ])('$name', ({ parts, want, nextStep }) => {
    const refused = refusalOf(() => compileContour(parts))
    expect(refused).toMatchObject(want)
    expect(refused.nextStep).toMatch(nextStep)
  })
})

test('no rule without which a token is no proof is left to nobody', () => {
  const { contract } = compileContour({ path: ['cloudflare', 'contour', 'app'] })
  expect(contract === undefined ? ['none at all'] : missingMandatory(contract)).toEqual([])
})

test.each([
  { name: 'the NLB’s checks of 8002 fail', note: /health port 8002 takes no PROXY header/ },
  { name: 'an HTTPRoute is not asked about over TLS', note: /Only HTTPProxy asks over TLS/ },
  { name: 'jwtProviders is of no use', note: /jwtProviders is not used/ },
])('a note says that $name', ({ note }) => {
  const { notes } = compileContour({ path: ['cloudflare', NLB, 'contour', 'app'] })
  expect(notes.map(({ text }) => text)).toContainEqual(expect.stringMatching(note))
})
