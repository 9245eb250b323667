import { describe, expect, test } from 'vitest'
import { ANNOTATION_KEYS } from '../../src/compile/gateways/nginx/ingress-nginx/annotation-keys.ts'
import { CONFIG_MAP_KEYS } from '../../src/compile/gateways/nginx/ingress-nginx/config-map-keys.ts'
import { compileGateway, faultOf, textOf, textsAt, unknownKeys } from './nginx-family.ts'

const EDGE = { product: 'edge', ranges: ['198.51.100.0/24', '2001:db8:ed9e::/48'] }
const BALANCER = { product: 'load-balancer', ranges: ['10.0.16.0/20'], sendsProxy: 'v2', targets: 'pods' }
const behindProxy = { path: [EDGE, BALANCER, 'ingress-nginx', 'app'] }
const behindEdge = { path: [EDGE, 'metallb', 'ingress-nginx', 'app'] }
const behindAnyone = { path: [{ product: 'edge' }, 'metallb', 'ingress-nginx', 'app'] }
const behindNodes = { path: [EDGE, { ...BALANCER, targets: 'nodes' }, 'ingress-nginx', 'app'] }

type Map = Readonly<Record<string, string>>

function configMap(parts: object): Map {
  return textsAt(textOf(compileGateway('ingress-nginx', parts), 'config-map.yaml'), 'data')
}

function annotations(parts: object): Map {
  return textsAt(textOf(compileGateway('ingress-nginx', parts), 'ingress.yaml'), 'metadata', 'annotations')
}

const PREFIX = 'nginx.ingress.kubernetes.io/'

describe('ingress-nginx', () => {
  test.each([
    { name: 'takes PROXY', parts: behindProxy, key: 'use-proxy-protocol', want: 'true' },
    { name: 'believes exactly the load balancer', parts: behindProxy, key: 'proxy-real-ip-cidr', want: '10.0.16.0/20' },
    {
      name: 'believes exactly the edge',
      parts: behindEdge,
      key: 'proxy-real-ip-cidr',
      want: '198.51.100.0/24,2001:db8:ed9e::/48',
    },
    { name: 'reads X-Forwarded-For where there is no PROXY', parts: behindEdge, key: 'enable-real-ip', want: 'true' },
    { name: 'believes exactly the nodes', parts: behindNodes, key: 'proxy-real-ip-cidr', want: '10.0.16.0/20' },
    { name: 'never believes everybody', parts: behindAnyone, key: 'proxy-real-ip-cidr', want: '127.0.0.1/32' },
    { name: 'believes no forwarded host', parts: behindEdge, key: 'use-forwarded-headers', want: 'false' },
    { name: 'lets no underscore through', parts: behindEdge, key: 'enable-underscores-in-headers', want: 'false' },
    {
      name: 'removes the client’s copies everywhere',
      parts: behindEdge,
      key: 'proxy-set-headers',
      want: 'ingress-nginx/ipseal-removed-headers',
    },
    { name: 'lets nobody add snippets', parts: behindEdge, key: 'allow-snippet-annotations', want: 'false' },
  ])('$name', ({ parts, key, want }) => {
    expect(configMap(parts)[key]).toBe(want)
  })

  test.each([behindProxy, behindEdge, behindNodes])('writes keys that the controller knows', (parts) => {
    expect(unknownKeys(CONFIG_MAP_KEYS, configMap(parts))).toEqual([])
    const keys = Object.keys(annotations(parts)).map((key): [string, string] => [key.slice(PREFIX.length), ''])
    expect(unknownKeys(ANNOTATION_KEYS, Object.fromEntries(keys))).toEqual([])
  })

  test.each([
    { table: CONFIG_MAP_KEYS, key: 'real-ip-header', why: 'it is F5’s' },
    { table: CONFIG_MAP_KEYS, key: 'set-real-ip-from', why: 'it is F5’s' },
    { table: CONFIG_MAP_KEYS, key: 'proxy-protocol', why: 'it is F5’s' },
    { table: CONFIG_MAP_KEYS, key: 'use-forwarded-header', why: 'a letter is missing' },
    { table: CONFIG_MAP_KEYS, key: 'proxy-real-ip-cidrs', why: 'a letter is too many' },
    { table: ANNOTATION_KEYS, key: 'auth-uri', why: 'it is auth-url' },
    { table: ANNOTATION_KEYS, key: 'auth-response-header', why: 'a letter is missing' },
  ])('knows no key $key: $why', ({ table, key }) => {
    expect(unknownKeys(table, { [key]: 'true' })).toEqual([key])
  })

  test('asks the service, and sets its answer over the client’s copy', () => {
    expect(annotations(behindEdge)).toEqual({
      [`${PREFIX}auth-url`]: 'http://ipseal-verifier.ipseal.svc.cluster.local:8080/',
      [`${PREFIX}auth-response-headers`]: 'X-Client-IP',
    })
  })

  test('warns that it is retired, and names the way out', () => {
    const [first] = compileGateway('ingress-nginx', behindEdge).notes
    expect(first).toMatchObject({
      kind: 'warning',
      text: expect.stringMatching(/retired in March 2026.*nginx-gateway-fabric/),
    })
  })

  test('closes the controller’s pods to everyone but the load balancer', () => {
    expect(textOf(compileGateway('ingress-nginx', behindProxy), 'network-policy.yaml')).toContain('cidr: 10.0.16.0/20')
  })

  test('is compiled for TLS that ends there', () => {
    const parts = {
      path: [EDGE, { product: 'ingress-nginx', verifies: false }, { product: 'app', verifies: true }],
      tls: 'passthrough',
    }
    expect(faultOf('ingress-nginx', parts)?.code).toBe('UNSUPPORTED')
  })
})
