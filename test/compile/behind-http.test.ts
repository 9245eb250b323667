import { describe, expect, test } from 'vitest'
import { compileGateway, type Document, fileOf, pick } from './compile-gateway.ts'
import { compileManifests } from './compile-manifests.ts'
import { at, membersOf } from './read-yaml.ts'
import { refusalOf } from './refusal-of.ts'

const HOSTS = ['shop.example.com']

function behindOctavia(product: string): Document {
  return { path: ['cloudflare', { product: 'octavia', layer: 7 }, product, 'app'], hosts: HOSTS }
}

function behindGateway(product: string): Document {
  const first = { product: 'haproxy', verifies: false, ranges: ['10.0.64.0/20'] }
  return { path: ['cloudflare', 'aws-nlb', first, product, 'app'], hosts: HOSTS }
}

const BY_GATEWAY_API = ['kgateway', 'envoy-gateway', 'istio', 'cilium', 'nginx-gateway-fabric']

describe('a gateway to which HTTP comes without TLS', () => {
  test.each(BY_GATEWAY_API)('%s has no TLS behind Octavia at layer 7, on the port that Octavia serves', (product) => {
    const listeners = at(compileManifests(behindOctavia(product), product).spec('Gateway'), 'listeners')
    expect(listeners).toMatchObject([{ name: 'http', port: 443, protocol: 'HTTP', hostname: 'shop.example.com' }])
    expect(membersOf(at(listeners, 0))).not.toHaveProperty('tls')
  })

  test.each(BY_GATEWAY_API)('%s has no TLS behind another gateway, on port 80', (product) => {
    const gateway = compileManifests(behindGateway(product), product).spec('Gateway')
    expect(at(gateway, 'listeners')).toMatchObject([{ name: 'http', port: 80, protocol: 'HTTP' }])
  })

  test.each(BY_GATEWAY_API)('%s ends TLS where nobody did before', (product) => {
    const path = ['cloudflare', 'octavia', product, 'app']
    const gateway = compileManifests({ path, hosts: HOSTS }, product).spec('Gateway')
    expect(at(gateway, 'listeners')).toMatchObject([{ port: 443, protocol: 'HTTPS', tls: { mode: 'Terminate' } }])
  })

  test.each([
    { product: 'kgateway', port: 80 },
    { product: 'istio', port: 80 },
    { product: 'envoy-gateway', port: 10_080 },
  ])('the pods of $product are closed on the port that they have', ({ product, port }) => {
    const policy = compileManifests(behindGateway(product), product).spec('NetworkPolicy')
    expect(at(policy, 'ingress', 0, 'ports')).toContainEqual({ port, protocol: 'TCP' })
  })

  test.each([behindOctavia, behindGateway])('no note asks for a certificate: %s', (behind) => {
    for (const product of ['kgateway', 'envoy-gateway', 'nginx', 'caddy']) {
      const { notes } = compileGateway(product, behind(product))
      expect(notes.map(({ text }) => text).filter((text) => /certificate/.test(text))).toEqual([])
    }
  })

  test.each([
    { product: 'nginx', file: 'client-ip.conf' },
    { product: 'haproxy', file: 'haproxy.cfg' },
    { product: 'caddy', file: 'Caddyfile' },
    { product: 'envoy', file: 'listeners.yaml' },
  ])('$product listens on 8080 alone', ({ product, file }) => {
    for (const behind of [behindOctavia, behindGateway]) {
      const path = behind(product)
      const text = fileOf(compileGateway(product, product === 'haproxy' ? behindOctavia(product) : path), file)
      expect(text).toContain('8080')
      expect(text).not.toContain('8443')
    }
  })

  test('the Service in front of one’s own Deployment sends both ports there', () => {
    const service = fileOf(compileGateway('octavia', behindOctavia('nginx')), 'service.yaml')
    expect(pick(service, 'spec.ports')).toEqual([
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'https', port: 443, targetPort: 'http' },
    ])
  })

  test.each([
    { product: 'ingress-nginx', at: 'controller.service.targetPorts', want: { http: 'http', https: 'http' } },
    { product: 'nginx-ingress', at: 'controller.service.httpsPort', want: { targetPort: 80 } },
    { product: 'traefik', at: 'ports.websecure.targetPort', want: 'web' },
    { product: 'kong', at: 'proxy.tls.overrideServiceTargetPort', want: 8000 },
  ])('the chart of $product sends port 443 to the port without TLS', ({ product, at, want }) => {
    expect(pick(fileOf(compileGateway(product, behindOctavia(product)), 'values.yaml'), at)).toEqual(want)
    const ends = { path: ['cloudflare', 'octavia', product, 'app'], hosts: HOSTS }
    expect(pick(fileOf(compileGateway(product, ends), 'values.yaml'), at)).toBeUndefined()
  })

  test.each([
    { product: 'ingress-nginx', kind: 'Ingress' },
    { product: 'nginx-ingress', kind: 'VirtualServer' },
  ])('the $kind of $product names no certificate, with which it would answer by a redirect', ({ product, kind }) => {
    for (const behind of [behindOctavia, behindGateway]) {
      expect(compileManifests(behind(product), product).spec(kind)).not.toHaveProperty('tls')
    }
  })

  test.each([
    { name: 'Octavia', document: behindOctavia('contour'), at: 'path[1]' },
    { name: 'a gateway', document: behindGateway('contour'), at: 'path[2]' },
  ])('contour is refused behind $name: it asks over TLS alone', ({ document, at }) => {
    const { code, path, nextStep } = refusalOf(() => compileGateway('contour', document))
    expect({ code, path }).toEqual({ code: 'UNSUPPORTED', path: at })
    expect(nextStep).toContain('envoy-gateway')
  })
})
