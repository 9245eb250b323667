import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { missingMandatory } from '../../src/compile/contract.ts'
import { compileGateway, type Document, fileOf, pathsOf, refusalOf } from './compile-gateway.ts'

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

const read = (document: Document, path: string) => parse(fileOf(compileGateway('traefik', document), path))

type Resource = {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: Record<string, never>
}

const resourcesOf = (document: Document): readonly Resource[] =>
  parseAllDocuments(fileOf(compileGateway('traefik', document), 'custom-resources.yaml')).map((one) => one.toJS())

describe('every entry point', () => {
  test('believes a PROXY header of the load balancer and X-Forwarded-For of the edge, by their prefixes', () => {
    const { entryPoints } = read(BEHIND_NLB, 'traefik.yml')
    for (const name of ['web', 'websecure']) {
      const { proxyProtocol, forwardedHeaders } = entryPoints[name]
      expect(proxyProtocol).toEqual({ trustedIPs: ['10.0.16.0/20'] })
      expect(forwardedHeaders.trustedIPs).toContain('173.245.48.0/20')
    }
    expect(JSON.stringify(entryPoints)).not.toMatch(/insecure|\/0"/)
  })

  test('takes no PROXY protocol where none is sent', () => {
    expect(read(BEHIND_EDGE, 'traefik.yml').entryPoints.web.proxyProtocol).toBeUndefined()
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
    const { entryPoints } = parse(fileOf(compiled, 'traefik.yml'))
    expect([entryPoints.web.http[option], entryPoints.websecure.http[option]]).toEqual(['delete', 'delete'])
    expect(fileOf(compiled, 'values.yaml')).toContain(`--entryPoints.web.http.${option}=delete`)
    expect(compiled.contract?.['aliases-removed'].by).toBe(by)
  })
})

describe('the router', () => {
  test('asks, limits by what was answered, and hides the assertion, in this order', () => {
    const { routers, middlewares } = read(BEHIND_EDGE, 'dynamic.yml').http
    expect(routers.shop.middlewares).toEqual(['client-ip', 'limit', 'hide-assertion'])
    expect(middlewares['client-ip'].forwardAuth).toEqual({
      address: 'http://ipseal-verifier.ipseal.svc.cluster.local:8080/',
      trustForwardHeader: false,
      authRequestHeaders: ['X-Client-Ip-Assertion'],
      authResponseHeaders: ['X-Client-Ip'],
      maxResponseBodySize: 1024,
    })
    expect(middlewares['hide-assertion'].headers.customRequestHeaders).toEqual({ 'X-Client-Ip-Assertion': '' })
  })

  test('says the same as custom resources', () => {
    const { middlewares } = read(BEHIND_EDGE, 'dynamic.yml').http
    const resources = resourcesOf(BEHIND_EDGE)
    const specs = resources.flatMap(({ kind, metadata, spec }) =>
      kind === 'Middleware' ? [[metadata.name.replace('shop-', ''), spec] as const] : [],
    )
    expect(Object.fromEntries(specs)).toEqual(middlewares)
    const routes = resources.filter(({ kind }) => kind === 'IngressRoute').map(({ spec }) => JSON.stringify(spec))
    expect(routes).toHaveLength(2)
    for (const route of routes) expect(route).toMatch(/shop-client-ip.*shop-limit.*shop-hide-assertion/)
  })

  test.each([
    { hosts: ['*'], rule: 'PathPrefix(`/`)' },
    {
      hosts: ['shop.example.com', '*.example.com'],
      rule: 'Host(`shop.example.com`) || HostRegexp(`^[a-z0-9-]+\\.example\\.com$`)',
    },
  ])('is chosen by $hosts', ({ hosts, rule }) => {
    expect(read({ ...BEHIND_EDGE, hosts }, 'dynamic.yml').http.routers.shop.rule).toBe(rule)
  })

  test('in front of a gateway that verifies keeps the assertion and removes the output', () => {
    const document = { path: 'cloudflare -> metallb -> traefik -> envoy -> app' }
    const { routers, middlewares } = read(document, 'dynamic.yml').http
    expect(routers.shop.middlewares).toEqual(['no-client-ip'])
    expect(middlewares['no-client-ip'].headers.customRequestHeaders).toEqual({ 'X-Client-Ip': '' })
  })

  test('hands TLS on with a PROXY header in front', () => {
    const { tcp } = read(PASSTHROUGH, 'dynamic.yml')
    expect(tcp.routers.shop).toMatchObject({ rule: 'HostSNI(`*`)', tls: { passthrough: true } })
    expect(tcp.services.app.loadBalancer.serversTransport).toBe('shop')
    expect(tcp.serversTransports.shop).toEqual({ proxyProtocol: { version: 2 } })
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
    expect(refusalOf(() => compileGateway('traefik', document))).toBe(code)
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
