import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { missingMandatory } from '../../src/compile/contract.ts'
import { compileGateway, type Document, fileOf, pathsOf, pick, refusalCodeOf } from './compile-gateway.ts'

const BEHIND_NLB: Document = { path: 'cloudflare -> aws-nlb -> traefik -> app' }
const BEHIND_EDGE: Document = { path: 'cloudflare -> metallb -> traefik -> app' }
const PASSTHROUGH: Document = {
  path: [
    'cloudflare',
    'aws-nlb',
    { product: 'traefik', verifies: false, sendsProxy: 'v2' },
    { product: 'app', verifies: true },
  ],
  tls: 'passthrough',
}

const read = (document: Document, file: string, path: string): unknown =>
  pick(fileOf(compileGateway('traefik', document), file), path)

/** The custom resources by their kinds, each as text. */
const resourcesOf = (document: Document): readonly { readonly kind: string; readonly text: string }[] =>
  parseAllDocuments(fileOf(compileGateway('traefik', document), 'custom-resources.yaml')).map((one) => ({
    kind: String(one.get('kind')),
    text: String(one),
  }))

describe('every entry point', () => {
  test('believes a PROXY header of the load balancer and X-Forwarded-For of the edge, by their prefixes', () => {
    for (const name of ['web', 'websecure']) {
      const entryPoint = (option: string) => read(BEHIND_NLB, 'traefik.yml', `entryPoints.${name}.${option}`)
      expect(entryPoint('proxyProtocol')).toEqual({ trustedIPs: ['10.0.16.0/20'] })
      expect(entryPoint('forwardedHeaders.trustedIPs')).toContain('173.245.48.0/20')
    }
    expect(fileOf(compileGateway('traefik', BEHIND_NLB), 'traefik.yml')).not.toMatch(/insecure:|\/0$/m)
  })

  test('takes no PROXY protocol where none is sent', () => {
    expect(read(BEHIND_EDGE, 'traefik.yml', 'entryPoints.web.proxyProtocol')).toBeUndefined()
  })

  test.each([
    { version: '3.7.15', option: 'aliasHeadersStrategy', by: 'compiled' },
    { version: '3.7.12', option: 'aliasHeadersStrategy', by: 'compiled' },
    { version: '3.7.11', option: 'underscoreHeadersStrategy', by: 'nobody' },
    { version: '3.7', option: 'underscoreHeadersStrategy', by: 'nobody' },
    { version: '3.6.22', option: 'underscoreHeadersStrategy', by: 'nobody' },
  ])('of $version removes other spellings by $option, and the contract says how far', ({ version, option, by }) => {
    const document = { path: `cloudflare -> metallb -> traefik@${version} -> app` }
    const compiled = compileGateway('traefik', document)
    const strategy = (name: string) => pick(fileOf(compiled, 'traefik.yml'), `entryPoints.${name}.http.${option}`)
    expect([strategy('web'), strategy('websecure')]).toEqual(['delete', 'delete'])
    expect(fileOf(compiled, 'values.yaml')).toContain(`--entryPoints.web.http.${option}=delete`)
    expect(compiled.contract?.['aliases-removed'].by).toBe(by)
  })
})

describe('the router', () => {
  test('asks, limits by what was answered, and hides the assertion, in this order', () => {
    const http = (path: string) => read(BEHIND_EDGE, 'dynamic.yml', `http.${path}`)
    expect(http('routers.shop.middlewares')).toEqual(['client-ip', 'limit', 'hide-assertion'])
    expect(http('middlewares.client-ip.forwardAuth')).toEqual({
      address: 'http://ipseal-verifier.ipseal.svc.cluster.local:8080/',
      trustForwardHeader: false,
      authRequestHeaders: ['X-Client-Ip-Assertion'],
      authResponseHeaders: ['X-Client-Ip'],
      maxResponseBodySize: 1024,
    })
    expect(http('middlewares.hide-assertion.headers.customRequestHeaders')).toEqual({ 'X-Client-Ip-Assertion': '' })
  })

  test('of an exempt route asks and hides, and has no limit: without an address all would share one', () => {
    const hosts = ['shop.example.com', 'www.example.com']
    const document = { ...BEHIND_EDGE, hosts, exempt: [{ method: 'HEAD', path: '/a.b' }] }
    const http = (path: string) => read(document, 'dynamic.yml', `http.${path}`)
    const rule = '(Host(`shop.example.com`) || Host(`www.example.com`)) && Method(`HEAD`) && Path(`/a.b`)'
    expect(http('routers.shop-exempt-0')).toEqual({
      rule,
      entryPoints: ['web', 'websecure'],
      middlewares: ['client-ip', 'hide-assertion'],
      service: 'app',
    })
    const routes = resourcesOf(document).filter(({ kind }) => kind === 'IngressRoute')
    for (const { text } of routes) {
      expect(pick(text, 'spec.routes.1.match')).toBe(rule)
      expect(pick(text, 'spec.routes.1.middlewares')).toEqual([
        { name: 'shop-client-ip' },
        { name: 'shop-hide-assertion' },
      ])
    }
  })

  test('says the same as custom resources', () => {
    const resources = resourcesOf(BEHIND_EDGE)
    const specs = resources.flatMap(({ kind, text }) =>
      kind === 'Middleware'
        ? [[String(pick(text, 'metadata.name')).replace('shop-', ''), pick(text, 'spec')] as const]
        : [],
    )
    expect(Object.fromEntries(specs)).toEqual(read(BEHIND_EDGE, 'dynamic.yml', 'http.middlewares'))
    const routes = resources.filter(({ kind }) => kind === 'IngressRoute')
    expect(routes).toHaveLength(2)
    for (const { text } of routes) expect(text).toMatch(/shop-client-ip[\s\S]*shop-limit[\s\S]*shop-hide-assertion/)
  })

  test.each([
    { hosts: ['*'], rule: 'PathPrefix(`/`)' },
    {
      hosts: ['shop.example.com', '*.example.com'],
      rule: 'Host(`shop.example.com`) || HostRegexp(`^[a-z0-9-]+\\.example\\.com$`)',
    },
  ])('is chosen by $hosts', ({ hosts, rule }) => {
    expect(read({ ...BEHIND_EDGE, hosts }, 'dynamic.yml', 'http.routers.shop.rule')).toBe(rule)
  })

  test('in front of a gateway that verifies keeps the assertion and removes the output', () => {
    const document = { path: 'cloudflare -> metallb -> traefik -> envoy -> app' }
    const http = (path: string) => read(document, 'dynamic.yml', `http.${path}`)
    expect(http('routers.shop.middlewares')).toEqual(['no-client-ip'])
    expect(http('middlewares.no-client-ip.headers.customRequestHeaders')).toEqual({ 'X-Client-Ip': '' })
  })

  test('hands TLS on with a PROXY header in front', () => {
    const tcp = (path: string) => read(PASSTHROUGH, 'dynamic.yml', `tcp.${path}`)
    expect(tcp('routers.shop')).toMatchObject({ rule: 'HostSNI(`*`)', tls: { passthrough: true } })
    expect(tcp('services.app.loadBalancer.serversTransport')).toBe('shop')
    expect(tcp('serversTransports.shop')).toEqual({ proxyProtocol: { version: 2 } })
    expect(resourcesOf(PASSTHROUGH).map(({ kind }) => kind)).toEqual(['ServersTransportTCP', 'IngressRouteTCP'])
  })
})

describe('a target that', () => {
  test.each([
    {
      name: 'cannot remove underscores',
      document: { path: 'cloudflare -> metallb -> traefik@3.7.5 -> app' },
      code: 'UNSUPPORTED_VERSION',
    },
    {
      name: 'cannot remove underscores in an older line',
      document: { path: 'cloudflare -> metallb -> traefik@3.6.19 -> app' },
      code: 'UNSUPPORTED_VERSION',
    },
    {
      name: 'is of another line',
      document: { path: 'cloudflare -> metallb -> traefik@2.11 -> app' },
      code: 'UNSUPPORTED_VERSION',
    },
    {
      name: 'would send PROXY protocol over HTTP',
      document: { path: ['cloudflare', 'metallb', { product: 'traefik', sendsProxy: 'v2' }, 'app'] },
      code: 'UNSUPPORTED',
    },
    {
      name: 'hands TLS on without PROXY protocol',
      document: {
        ...PASSTHROUGH,
        path: ['cloudflare', 'aws-nlb', { product: 'traefik', verifies: false }, { product: 'app', verifies: true }],
      },
      code: 'ADDRESS_LOST',
    },
  ])('$name is refused with a next step', ({ document, code }) => {
    expect(refusalCodeOf(() => compileGateway('traefik', document))).toBe(code)
  })

  test('takes PROXY protocol is closed to all but the load balancer, and says why', () => {
    const compiled = compileGateway('traefik', BEHIND_NLB)
    expect(pathsOf(compiled)).toEqual([
      'traefik.yml',
      'dynamic.yml',
      'values.yaml',
      'custom-resources.yaml',
      'network-policy.yaml',
      'ipseal.verifier.json',
    ])
    expect(compiled.notes.some(({ kind, text }) => kind === 'limit' && text.includes('without a PROXY header'))).toBe(
      true,
    )
  })

  test('asks keeps every mandatory rule by the service', () => {
    const { contract } = compileGateway('traefik', BEHIND_NLB)
    expect(contract && missingMandatory(contract)).toEqual([])
    expect(contract?.signature.by).toBe('service')
  })
})
