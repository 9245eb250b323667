import { describe, expect, test } from 'vitest'
import { snapshotPrefixes } from '../../src/ranges/snapshot.ts'
import { compileManifests, type Document, manyKeys } from './compile-manifests.ts'
import { at, membersOf } from './read-yaml.ts'
import { refusalOf } from './refusal-of.ts'

const TARGET = 'envoy-gateway'
const NATIVE: Document = { path: 'cloudflare -> aws-nlb -> envoy-gateway -> app' }
const CLOUDFLARE = snapshotPrefixes('cloudflare')

function pathWith(balancer: string, gateway: object = {}, app: object = {}): readonly unknown[] {
  return ['cloudflare', balancer, { product: TARGET, ...gateway }, { product: 'app', ...app }]
}

const ASKING: Document = { path: pathWith('aws-nlb', { verifies: 'forward-auth' }) }
const PASSING: Document = {
  tls: 'passthrough',
  hosts: ['app.example.com'],
  path: pathWith('aws-nlb', { verifies: false, sendsProxy: 'v2' }, { verifies: true }),
}

describe('what is emitted', () => {
  test.each<{ name: string; document: Document; kind: string; spec: object }>([
    {
      name: 'a load balancer that sends PROXY makes the listener demand it',
      document: NATIVE,
      kind: 'ClientTrafficPolicy',
      spec: { proxyProtocol: {}, clientIPDetection: { xForwardedFor: { trustedCIDRs: CLOUDFLARE } } },
    },
    {
      name: 'behind one that keeps addresses no PROXY is demanded',
      document: { path: pathWith('metallb') },
      kind: 'ClientTrafficPolicy',
      spec: { clientIPDetection: { xForwardedFor: { trustedCIDRs: CLOUDFLARE } } },
    },
    {
      name: 'one that appends to X-Forwarded-For is believed beside the CDN',
      document: { path: pathWith('aws-alb') },
      kind: 'ClientTrafficPolicy',
      spec: { clientIPDetection: { xForwardedFor: { trustedCIDRs: [...(CLOUDFLARE ?? []), '10.0.16.0/20'] } } },
    },
    {
      name: 'names with underscores are refused, and paths left as they were sealed',
      document: NATIVE,
      kind: 'ClientTrafficPolicy',
      spec: {
        headers: { withUnderscoresAction: 'RejectRequest' },
        path: { disableMergeSlashes: true, escapedSlashesAction: 'KeepUnchanged' },
      },
    },
    {
      name: 'the token is looked for in our header alone',
      document: { ...NATIVE, assertion: { prefix: 'Bearer ' } },
      kind: 'SecurityPolicy',
      spec: {
        jwt: {
          providers: [
            {
              issuer: 'https://edge.example.com',
              audiences: ['origin-prod'],
              extractFrom: { headers: [{ name: 'x-client-ip-assertion', valuePrefix: 'Bearer ' }] },
              claimToHeaders: [{ claim: 'ip', header: 'x-client-ip' }],
            },
          ],
        },
        authorization: { defaultAction: 'Deny' },
      },
    },
    {
      name: 'a gateway that asks closes while the service is away',
      document: ASKING,
      kind: 'SecurityPolicy',
      spec: {
        extAuth: {
          failOpen: false,
          grpc: { backendRefs: [{ name: 'ipseal-verifier-grpc', namespace: 'ipseal', port: 9090 }] },
        },
      },
    },
    {
      name: 'a policy may name the service in its own namespace',
      document: ASKING,
      kind: 'ReferenceGrant',
      spec: { from: [{ group: 'gateway.envoyproxy.io', kind: 'SecurityPolicy', namespace: 'default' }] },
    },
    {
      name: 'the Service keeps the address where the load balancer does',
      document: { path: pathWith('metallb') },
      kind: 'EnvoyProxy',
      spec: { provider: { type: 'Kubernetes', kubernetes: { envoyService: { externalTrafficPolicy: 'Local' } } } },
    },
    {
      name: 'TLS that is handed on has a new PROXY header',
      document: PASSING,
      kind: 'BackendTrafficPolicy',
      spec: { targetRefs: [{ kind: 'TLSRoute', name: 'shop' }], proxyProtocol: { version: 'V2' } },
    },
    {
      name: 'the proxies are closed to all but the load balancer',
      document: NATIVE,
      kind: 'NetworkPolicy',
      spec: {
        podSelector: { matchLabels: { 'gateway.envoyproxy.io/owning-gateway-name': 'shop-gateway' } },
        ingress: [{ from: [{ ipBlock: { cidr: '10.0.16.0/20' } }], ports: [{ port: 10_443, protocol: 'TCP' }] }],
      },
    },
  ])('$name', ({ document, kind, spec }) => {
    expect(compileManifests(document, TARGET).spec(kind)).toMatchObject(spec)
  })

  test('without an edge’s prefixes nobody is believed, rather than everybody', () => {
    const path = [{ product: 'edge' }, { product: TARGET }, 'app']
    expect(compileManifests({ path }, TARGET).spec('ClientTrafficPolicy')).not.toHaveProperty('clientIPDetection')
  })

  test('what is exempt has a policy of its own, and nothing else has', () => {
    const { all } = compileManifests(NATIVE, TARGET)
    const policies = all('SecurityPolicy').map(({ spec }) => [
      at(spec, 'targetRefs', 0, 'kind'),
      Object.keys(membersOf(spec)),
    ])
    expect(policies).toEqual([
      ['Gateway', ['targetRefs', 'jwt', 'authorization']],
      ['HTTPRoute', ['targetRefs', 'authorization']],
    ])
    expect(all('HTTPRoute').map((one) => at(one, 'spec', 'rules', 0, 'matches'))).toEqual([
      undefined,
      [{ path: { type: 'Exact', value: '/healthz' }, method: 'GET' }],
    ])
  })

  test('a gateway that asks leaves exemptions to the service', () => {
    const { all, compiled } = compileManifests(ASKING, TARGET)
    expect(all('HTTPRoute')).toHaveLength(1)
    const document = compiled.files.find(({ path }) => path === 'ipseal.verifier.json')
    expect(JSON.parse(document?.text ?? '')).toMatchObject({
      exempt: [{ method: 'GET', path: '/healthz' }],
      listen: { extAuthz: { port: 9090 } },
    })
  })

  test('the application gets the assertion only if it verifies it', () => {
    const removed = (document: Document): unknown =>
      removedByRoute(compileManifests(document, TARGET).spec('HTTPRoute'))
    expect(removed(NATIVE)).toContain('x-client-ip-assertion')
    expect(removed({ path: pathWith('aws-nlb', {}, { verifies: true }) })).not.toContain('x-client-ip-assertion')
  })

  test('a gateway that verifies nothing tells nobody an address', () => {
    const { all, compiled } = compileManifests(
      { path: pathWith('aws-nlb', { verifies: false }, { verifies: true }) },
      TARGET,
    )
    expect(all('SecurityPolicy')).toEqual([])
    expect(removedByRoute(all('HTTPRoute')[0]?.spec)).toContain('x-client-ip')
    expect(compiled.contract).toBeUndefined()
  })
})

function removedByRoute(spec: unknown): unknown {
  return at(spec, 'rules', 0, 'filters', 0, 'requestHeaderModifier', 'remove')
}

describe('what a version cannot do', () => {
  test.each([
    {
      name: 'before 1.7 aliases of X-Client-IP pass',
      document: { path: pathWith('aws-nlb', { version: '1.6' }) },
      fault: { code: 'UNSUPPORTED_VERSION', path: 'path[2].version', nextStep: 'Use 1.7' },
    },
    {
      name: 'a TLSRoute needs names',
      document: { ...PASSING, hosts: ['*'] },
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
    {
      name: 'an HTTPRoute takes no path with empty segments',
      document: { ...NATIVE, exempt: [{ method: 'GET', path: '/a//b' }] },
      fault: { code: 'UNSUPPORTED', path: 'exempt[0].path', nextStep: 'normalised' },
    },
  ])('$name', ({ document, fault }) => {
    const { nextStep, ...rest } = fault
    expect(refusalOf(() => compileManifests(document, TARGET))).toMatchObject({
      ...rest,
      nextStep: expect.stringContaining(nextStep),
    })
  })

  test('a CEL rule takes 4096 characters, and every key takes some', () => {
    expect(() => compileManifests(NATIVE, TARGET, manyKeys(4))).not.toThrow()
    const refusal = refusalOf(() => compileManifests(NATIVE, TARGET, manyKeys(40)))
    expect(refusal).toMatchObject({ code: 'UNSUPPORTED', path: 'assertion' })
  })

  test.each(['1.7', '1.8'])('%s has no CEL, so it asks the service, and says so', (version) => {
    const { compiled, spec } = compileManifests({ path: pathWith('aws-nlb', { version }) }, TARGET)
    expect(Object.keys(membersOf(spec('SecurityPolicy')))).toEqual(['targetRefs', 'extAuth'])
    expect(compiled.notes[0]?.text).toContain('cannot refuse a second assertion')
    expect(compiled.contract?.['one-line'].by).toBe('service')
  })
})

test('the same path gives the same bytes', () => {
  expect(compileManifests(NATIVE, TARGET).compiled).toEqual(compileManifests(NATIVE, TARGET).compiled)
})
