import { describe, expect, test } from 'vitest'
import { missingMandatory } from '../../src/compile/contract.ts'
import { compileGateway, type Document, fileOf, pathsOf, refusalCodeOf } from './compile-gateway.ts'

const BEHIND_NLB: Document = { path: 'cloudflare -> aws-nlb -> caddy -> app' }
const BEHIND_EDGE: Document = { path: 'cloudflare -> metallb -> caddy -> app' }
const PASSING: Document = { path: 'cloudflare -> metallb -> caddy -> envoy -> app' }

const linesOf = (document: Document): readonly string[] =>
  fileOf(compileGateway('caddy', document), 'Caddyfile')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

describe('the Caddyfile', () => {
  test('takes PROXY protocol from the load balancer before TLS, and rejects it from others', () => {
    const lines = linesOf(BEHIND_NLB)
    const from = lines.indexOf('listener_wrappers {')
    expect(lines.slice(from, from + 8)).toEqual([
      'listener_wrappers {',
      'proxy_protocol {',
      'timeout 5s',
      'allow 10.0.16.0/20',
      'fallback_policy reject',
      '}',
      'tls',
      '}',
    ])
  })

  test('listens for nothing that is read past the PROXY header', () => {
    expect(linesOf(BEHIND_NLB)).toContain('protocols h1 h2')
  })

  test('takes nobody’s word where the service is asked, and the path’s where the next gateway counts on it', () => {
    const trusting = (document: Document) => linesOf(document).filter((line) => line.startsWith('trusted_proxies'))
    expect(trusting(BEHIND_NLB)).toEqual([])
    expect(trusting(PASSING)).toEqual([expect.stringContaining(' 173.245.48.0/20 '), 'trusted_proxies_strict'])
  })

  test('removes before it asks, and asks before it sends on', () => {
    const order = linesOf(BEHIND_EDGE).flatMap(
      (line) => /^(?:request_header \S+|forward_auth|reverse_proxy)/.exec(line)?.[0] ?? [],
    )
    expect(order).toEqual([
      'request_header -X-Client-IP',
      'request_header Connection',
      'request_header @other_upgrade',
      'forward_auth',
      'reverse_proxy',
    ])
  })

  test('asks about every request: no matcher stands before forward_auth', () => {
    expect(linesOf(BEHIND_EDGE)).toContain('forward_auth ipseal-verifier.ipseal.svc.cluster.local:8080 {')
  })

  test('in front of a gateway that verifies asks nobody and keeps the assertion', () => {
    const lines = linesOf(PASSING)
    expect(lines.filter((line) => /forward_auth|Assertion/.test(line))).toEqual([])
    expect(lines).toContain('request_header -X-Client-IP')
  })

  test.each([
    { hosts: ['*'], sites: ['http://:8080 {', 'https://:8443 {'] },
    {
      hosts: ['a.example.com', '*.example.com'],
      sites: [
        'http://a.example.com:8080, http://*.example.com:8080 {',
        'https://a.example.com:8443, https://*.example.com:8443 {',
      ],
    },
  ])('serves $hosts', ({ hosts, sites }) => {
    expect(linesOf({ ...BEHIND_EDGE, hosts }).filter((line) => /^https?:/.test(line))).toEqual(sites)
  })
})

describe('a target that', () => {
  test.each([
    {
      name: 'hands other spellings on',
      document: { path: 'cloudflare -> metallb -> caddy@2.11 -> app' },
      code: 'UNSUPPORTED_VERSION',
    },
    {
      name: 'hands TLS on',
      document: {
        path: ['cloudflare', 'metallb', { product: 'caddy', verifies: false }, { product: 'app', verifies: true }],
        tls: 'passthrough',
      },
      code: 'UNSUPPORTED',
    },
    {
      name: 'would send PROXY protocol',
      document: { path: ['cloudflare', 'metallb', { product: 'caddy', sendsProxy: 'v2' }, 'app'] },
      code: 'UNSUPPORTED',
    },
  ])('$name is refused with a next step', ({ document, code }) => {
    expect(refusalCodeOf(() => compileGateway('caddy', document))).toBe(code)
  })

  test('takes PROXY protocol is closed to all but the load balancer, and asks in Caddy’s dialect', () => {
    const compiled = compileGateway('caddy', BEHIND_NLB)
    expect(pathsOf(compiled)).toEqual(['Caddyfile', 'network-policy.yaml', 'ipseal.verifier.json'])
    expect(fileOf(compiled, 'ipseal.verifier.json')).toContain('"dialect": "caddy"')
  })

  test('asks keeps every mandatory rule by the service', () => {
    const { contract } = compileGateway('caddy', BEHIND_NLB)
    expect(contract && missingMandatory(contract)).toEqual([])
  })
})
