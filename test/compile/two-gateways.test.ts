import { describe, expect, test } from 'vitest'
import { CompileError } from '../../src/compile/index.ts'
import { GATEWAYS } from '../../src/topology/products.ts'
import { compileGateway, fileOf } from './compile-gateway.ts'
import { refusalOf } from './refusal-of.ts'

/** What can send to whatever address it is told; the others have routes to a Service that the application is. */
const PASS_ON = ['haproxy', 'nginx', 'kong', 'traefik', 'caddy']
const LAST = Object.keys(GATEWAYS).filter((product) => !PASS_ON.includes(product))

function inFrontOf(product: string, next: string) {
  return { path: ['cloudflare', 'aws-nlb', { product, verifies: false }, next, 'app'], hosts: ['shop.example.com'] }
}

describe('a gateway in front of another one', () => {
  test.each(LAST)('%s is refused: its routes would lead past the next one to the application', (product) => {
    const next = product === 'envoy' ? 'istio' : 'envoy'
    const { code, path, message, nextStep } = refusalOf(() => compileGateway(product, inFrontOf(product, next)))
    expect({ code, path }).toEqual({ code: 'UNSUPPORTED', path: 'path[2]' })
    expect(message).toContain(`${product} -> ${next}`)
    expect(nextStep).toContain('haproxy')
    expect(nextStep).toContain('nginx')
  })

  test.each(PASS_ON)('%s sends to the next one, and says under which name', (product) => {
    const { files, notes } = compileGateway(product, inFrontOf(product, 'envoy'))
    const text = files.map((file) => file.text).join('')
    expect(text).toContain('shop-envoy')
    expect(text).not.toMatch(/\bapp\.default\.svc/)
    expect(notes.map((note) => note.text)).toContainEqual(expect.stringContaining('Service shop-envoy'))
  })

  test.each(LAST.filter((product) => product !== 'contour'))('%s is compiled as the last one', (product) => {
    const path = ['cloudflare', 'aws-nlb', { product: 'haproxy', verifies: false }, product, 'app']
    expect(() => compileGateway(product, { path, hosts: ['shop.example.com'] })).not.toThrow(CompileError)
  })

  test.each(['haproxy', 'nginx', 'traefik'])('%s hands TLS on unread to port 443 of the next one', (product) => {
    const sendsProxy = product === 'nginx' ? 'v1' : 'v2'
    const path = [
      'cloudflare',
      'aws-nlb',
      { product, verifies: false, sendsProxy, ranges: ['10.0.64.0/20'] },
      { product: 'istio', verifies: false, sendsProxy: 'v2' },
      { product: 'app', verifies: true },
    ]
    const { files } = compileGateway(product, { path, tls: 'passthrough', hosts: ['shop.example.com'] })
    expect(files.map((file) => file.text).join('')).toContain('shop-istio.default.svc.cluster.local:443')
  })

  test('pods of the second one have a name of their own, or the first one’s Service would send to them too', () => {
    const path = [
      'cloudflare',
      'aws-nlb',
      { product: 'haproxy', verifies: false, ranges: ['10.0.64.0/20'] },
      'envoy',
      'app',
    ]
    const policy = fileOf(compileGateway('envoy', { path }), 'network-policy.yaml')
    expect(policy).toContain('app.kubernetes.io/name: shop-envoy')
  })
})
