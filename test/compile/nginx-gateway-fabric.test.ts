import { describe, expect, test } from 'vitest'
import { compileGateway, faultOf, textOf } from './nginx-family.ts'

const EDGE = { product: 'edge', ranges: ['198.51.100.0/25', '198.51.100.128/25', '2001:db8:ed9e::/48'] }
const BALANCER = { product: 'load-balancer', ranges: ['10.0.16.0/20'], sendsProxy: 'v2', targets: 'pods' }
const behindProxy = { path: [EDGE, BALANCER, 'nginx-gateway-fabric', 'app'] }
const behindEdge = { path: [EDGE, 'metallb', 'nginx-gateway-fabric', 'app'] }
/** None of them is the other half of another. */
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `10.1.${i * 2}.0/24`)
const behindMany = (count: number): object => ({
  path: [{ product: 'edge', ranges: many(count) }, 'nginx-gateway-fabric', 'app'],
})

describe('nginx-gateway-fabric', () => {
  test.each([
    { name: 'takes PROXY', parts: behindProxy, file: 'nginx-proxy.yaml', line: 'mode: ProxyProtocol' },
    {
      name: 'believes exactly the load balancer',
      parts: behindProxy,
      file: 'nginx-proxy.yaml',
      line: 'value: 10.0.16.0/20',
    },
    {
      name: 'reads X-Forwarded-For of the edge',
      parts: behindEdge,
      file: 'nginx-proxy.yaml',
      line: 'mode: XForwardedFor',
    },
    {
      name: 'joins the halves of a prefix',
      parts: behindEdge,
      file: 'nginx-proxy.yaml',
      line: 'value: 198.51.100.0/24',
    },
    { name: 'logs the verified address', parts: behindEdge, file: 'nginx-proxy.yaml', line: '$ipseal_client' },
    { name: 'refers to its NginxProxy', parts: behindEdge, file: 'gateway.yaml', line: 'kind: NginxProxy' },
    { name: 'asks in every server', parts: behindEdge, file: 'snippets-policy.yaml', line: 'auth_request /_ipseal;' },
    {
      name: 'asks about the host that it sends on',
      parts: behindEdge,
      file: 'snippets-policy.yaml',
      line: '$scheme://$gw_api_compliant_host$request_uri;',
    },
    { name: 'refuses strangers', parts: behindProxy, file: 'snippets-policy.yaml', line: 'return 444;' },
    {
      name: 'takes the chain away that it would hand on',
      parts: behindEdge,
      file: 'gateway.yaml',
      line: '- X-Forwarded-For',
    },
    {
      name: 'closes its pods to others',
      parts: behindProxy,
      file: 'network-policy.yaml',
      line: 'gateway.networking.k8s.io/gateway-name: shop-gateway',
    },
  ])('$name', ({ parts, file, line }) => {
    expect(textOf(compileGateway('nginx-gateway-fabric', parts), file)).toContain(line)
  })

  test('trusts 64 prefixes and no more', () => {
    expect(faultOf('nginx-gateway-fabric', behindMany(64))).toBeUndefined()
    expect(faultOf('nginx-gateway-fabric', behindMany(65))).toEqual({ code: 'TOO_MANY_PREFIXES', path: 'path[1]' })
  })

  test.each([
    { name: 'a list of a large CDN behind PROXY', edge: 'bunny', before: [BALANCER], fault: undefined },
    { name: 'the same without it', edge: 'bunny', before: [], fault: 'TOO_MANY_PREFIXES' },
    { name: 'Cloudflare', edge: 'cloudflare', before: [], fault: undefined },
  ])('with $name', ({ edge, before, fault }) => {
    const parts = { path: [edge, ...before, 'nginx-gateway-fabric', 'app'] }
    expect(faultOf('nginx-gateway-fabric', parts)?.code).toBe(fault)
  })

  test('is compiled for releases whose policies cover every route', () => {
    expect(faultOf('nginx-gateway-fabric', { path: [EDGE, 'nginx-gateway-fabric@2.5', 'app'] })?.code).toBe(
      'UNSUPPORTED_VERSION',
    )
  })
})
