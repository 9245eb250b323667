import { describe, expect, test } from 'vitest'
import { snapshotPrefixes } from '../../src/ranges/snapshot.ts'
import { compileManifests, type Document } from './compile-manifests.ts'
import { at, listOf, membersOf } from './read-yaml.ts'
import { refusalOf } from './refusal-of.ts'

const TARGET = 'kgateway'
const NATIVE: Document = { path: 'cloudflare -> aws-nlb -> kgateway@2.4 -> app' }
const CLOUDFLARE = snapshotPrefixes('cloudflare')

function pathWith(balancer: string, gateway: object = {}, app: object = {}): readonly unknown[] {
  return ['cloudflare', balancer, { product: TARGET, ...gateway }, { product: 'app', ...app }]
}

function passing(gateway: object, hosts: readonly string[] = ['app.example.com']): Document {
  return { tls: 'passthrough', hosts, path: pathWith('aws-nlb', { verifies: false, ...gateway }, { verifies: true }) }
}

describe('what is emitted', () => {
  test.each<{ name: string; document: Document; kind: string; spec: object }>([
    {
      name: '2.4 believes the CDN alone, and demands PROXY',
      document: NATIVE,
      kind: 'ListenerPolicy',
      spec: {
        default: {
          proxyProtocol: {},
          httpSettings: { useRemoteAddress: false, xffTrustedCIDRs: CLOUDFLARE, skipXFFAppend: false },
        },
      },
    },
    {
      name: '2.3 does too',
      document: { path: pathWith('metallb', { version: '2.3' }) },
      kind: 'ListenerPolicy',
      spec: { default: { httpSettings: { xffTrustedCIDRs: CLOUDFLARE } } },
    },
    {
      name: '2.2 counts the CDN',
      document: { path: pathWith('aws-nlb', { version: '2.2' }) },
      kind: 'ListenerPolicy',
      spec: { default: { proxyProtocol: {}, httpSettings: { xffNumTrustedHops: 1 } } },
    },
    {
      name: '2.2 counts a load balancer that appends',
      document: { path: pathWith('aws-alb', { version: '2.2' }) },
      kind: 'ListenerPolicy',
      spec: { default: { httpSettings: { xffNumTrustedHops: 2 } } },
    },
    {
      name: 'checks of the readiness port may carry PROXY from 2.4 on',
      document: NATIVE,
      kind: 'GatewayParameters',
      spec: { kube: { envoyContainer: { bootstrap: { enableReadinessProbeProxyProtocol: true } } } },
    },
    {
      name: 'the Service keeps the address where the load balancer does',
      document: { path: pathWith('metallb') },
      kind: 'GatewayParameters',
      spec: { kube: { service: { externalTrafficPolicy: 'Local' } } },
    },
    {
      name: 'the token is forwarded as far as the expressions',
      document: { ...NATIVE, assertion: { prefix: 'Bearer ' } },
      kind: 'GatewayExtension',
      spec: {
        jwt: {
          providers: [
            {
              issuer: 'https://edge.example.com',
              audiences: ['origin-prod'],
              tokenSource: { header: { header: 'x-client-ip-assertion', prefix: 'Bearer ' } },
              claimsToHeaders: [{ name: 'ip', header: 'x-client-ip' }],
              forwardToken: true,
            },
          ],
        },
      },
    },
    {
      name: 'a gateway that asks closes while the service is away',
      document: { path: pathWith('aws-nlb', { verifies: 'forward-auth' }) },
      kind: 'GatewayExtension',
      spec: {
        extAuth: {
          failOpen: false,
          grpcService: { backendRef: { name: 'ipseal-verifier-grpc', namespace: 'ipseal', port: 9090 } },
        },
      },
    },
    {
      name: 'an extension may name the service in its own namespace',
      document: { path: pathWith('aws-nlb', { verifies: 'forward-auth' }) },
      kind: 'ReferenceGrant',
      spec: { from: [{ group: 'gateway.kgateway.dev', kind: 'GatewayExtension', namespace: 'default' }] },
    },
    {
      name: 'TLS that is handed on has a new PROXY header',
      document: passing({ version: '2.3', sendsProxy: 'v2' }),
      kind: 'BackendConfigPolicy',
      spec: { targetRefs: [{ kind: 'Service', name: 'shop' }], upstreamProxyProtocol: { version: 'V2' } },
    },
    {
      name: 'the proxies are closed to all but the load balancer, which may check them',
      document: NATIVE,
      kind: 'NetworkPolicy',
      spec: {
        podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'shop-gateway' } },
        ingress: [{ from: [{ ipBlock: { cidr: '10.0.16.0/20' } }], ports: [{ port: 443 }, { port: 8082 }] }],
      },
    },
  ])('$name', ({ document, kind, spec }) => {
    expect(compileManifests(document, TARGET).spec(kind)).toMatchObject(spec)
  })

  test.each([
    { version: '2.2', absent: ['useRemoteAddress', 'xffTrustedCIDRs', 'skipXFFAppend'] },
    { version: '2.4', absent: ['xffNumTrustedHops'] },
  ])('$version has no $absent', ({ version, absent }) => {
    const { spec } = compileManifests({ path: pathWith('aws-nlb', { version }) }, TARGET)
    const httpSettings = membersOf(at(spec('ListenerPolicy'), 'default', 'httpSettings'))
    for (const member of absent) expect(httpSettings).not.toHaveProperty(member)
  })

  test.each(['2.2', '2.3'])('%s has no readiness port that takes PROXY, and says so', (version) => {
    const { spec, compiled } = compileManifests({ path: pathWith('aws-nlb', { version }) }, TARGET)
    expect(membersOf(at(spec('GatewayParameters'), 'kube'))).not.toHaveProperty('envoyContainer')
    expect(compiled.notes.map(({ text }) => text)).toContainEqual(expect.stringContaining('8082'))
  })

  test('what is exempt turns both filters off by a policy of its own', () => {
    const { all } = compileManifests(NATIVE, TARGET)
    const [, exempt] = all('TrafficPolicy')
    expect(exempt?.spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop-exempt' }],
      jwtAuth: { disable: {} },
      rbac: { policy: { matchExpressions: ['true'] } },
    })
  })
})

describe('what a version cannot do', () => {
  test.each([
    {
      name: '2.1 has no JWT',
      document: { path: pathWith('aws-nlb', { version: '2.1' }) },
      fault: { code: 'UNSUPPORTED_VERSION', path: 'path[2].version', nextStep: 'Use 2.2' },
    },
    {
      name: '2.2 loses the address of TLS that it hands on',
      document: passing({ version: '2.2' }),
      fault: { code: 'UNSUPPORTED_VERSION', path: 'path[2].version', nextStep: 'upstreamProxyProtocol' },
    },
    {
      name: 'a TLSRoute needs names',
      document: passing({ version: '2.4', sendsProxy: 'v2' }, ['*']),
      fault: { code: 'UNSUPPORTED', path: 'hosts', nextStep: 'Name the hosts' },
    },
    {
      name: 'requests of many clients share a connection',
      document: { path: pathWith('aws-nlb', { sendsProxy: 'v2' }) },
      fault: { code: 'UNSUPPORTED', path: 'path[2].sendsProxy', nextStep: 'Leave it out' },
    },
    {
      name: 'an HTTPRoute knows no such method',
      document: { ...NATIVE, exempt: [{ method: 'PROPFIND', path: '/dav' }] },
      fault: { code: 'UNSUPPORTED', path: 'exempt[0].method', nextStep: 'forward-auth' },
    },
  ])('$name', ({ document, fault }) => {
    const { nextStep, ...rest } = fault
    expect(refusalOf(() => compileManifests(document, TARGET))).toMatchObject({
      ...rest,
      nextStep: expect.stringContaining(nextStep),
    })
  })
})

test('together the lists hold every alias with underscores or dots', () => {
  const { spec } = compileManifests(NATIVE, TARGET)
  const removed = [
    at(spec('ListenerPolicy'), 'default', 'httpSettings', 'earlyRequestHeaderModifier', 'remove'),
    at(spec('TrafficPolicy'), 'headerModifiers', 'request', 'remove'),
    at(spec('HTTPRoute'), 'rules', 0, 'filters', 0, 'requestHeaderModifier', 'remove'),
  ].flatMap(listOf)
  const joints = ['-', '_', '.']
  const spell = (words: readonly string[]): readonly string[] =>
    words.reduce<readonly string[]>(
      (heads, word) =>
        heads.flatMap((head) => (head === '' ? [word] : joints.map((joint) => `${head}${joint}${word}`))),
      [''],
    )
  expect(new Set(removed)).toEqual(
    new Set([...spell(['x', 'client', 'ip']), ...spell(['x', 'client', 'ip', 'assertion'])]),
  )
})

test('the same path gives the same bytes', () => {
  expect(compileManifests(NATIVE, TARGET).compiled).toEqual(compileManifests(NATIVE, TARGET).compiled)
})
