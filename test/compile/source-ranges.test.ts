import { describe, expect, test } from 'vitest'
import { compileGateway, type Document, fileOf, pick } from './compile-gateway.ts'
import { compileManifests } from './compile-manifests.ts'
import { at, textOf } from './read-yaml.ts'

const EDGE = { product: 'edge', ranges: ['198.51.100.0/28'] }

function behind(balancer: string, gateway: string | object): Document {
  return { path: [EDGE, balancer, gateway, 'app'], hosts: ['shop.example.com'] }
}

const BALANCERS = ['metallb', 'scaleway']
const VALUES = [
  { product: 'traefik', at: 'service.loadBalancerSourceRanges' },
  { product: 'kong', at: 'proxy.loadBalancerSourceRanges' },
  { product: 'ingress-nginx', at: 'controller.service.loadBalancerSourceRanges' },
  { product: 'nginx-ingress', at: 'controller.service.loadBalancerSourceRanges' },
]
const OBJECTS = [
  { product: 'kgateway', kind: 'GatewayParameters', at: 'kube.service' },
  { product: 'envoy-gateway', kind: 'EnvoyProxy', at: 'provider.kubernetes.envoyService' },
  { product: 'nginx-gateway-fabric', kind: 'NginxProxy', at: 'kubernetes.service' },
  { product: 'cilium', kind: 'CiliumGatewayClassConfig', at: 'service' },
]
const OWN_DEPLOYMENTS = ['envoy', 'nginx', 'haproxy', 'caddy']

describe.each(BALANCERS)('who may connect to %s, where no annotation says it', (balancer) => {
  test.each(VALUES)('stands in the values of the chart of $product', ({ product, at }) => {
    expect(pick(fileOf(compileGateway(product, behind(balancer, product)), 'values.yaml'), at)).toEqual(EDGE.ranges)
  })

  test.each(OBJECTS)('stands in the $kind of $product', ({ product, kind, at }) => {
    const spec = JSON.stringify(compileManifests(behind(balancer, product), product).spec(kind))
    expect(pick(spec, `${at}.loadBalancerSourceRanges`)).toEqual(EDGE.ranges)
  })

  test('stands in the patch for the Service of contour', () => {
    const service = fileOf(compileGateway('contour', behind(balancer, 'contour')), 'envoy-service.yaml')
    expect(pick(service, 'spec.loadBalancerSourceRanges')).toEqual(EDGE.ranges)
  })

  test('stands in what is merged over the Service of istio', () => {
    const [options] = compileManifests(behind(balancer, 'istio'), 'istio').all('ConfigMap')
    expect(pick(textOf(at(options, 'data', 'service')), 'spec.loadBalancerSourceRanges')).toEqual(EDGE.ranges)
  })

  test('is said in a note where Cilium has no field for it', () => {
    const { notes } = compileGateway('cilium', behind(balancer, { product: 'cilium', version: '1.17' }))
    expect(notes.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/loadBalancerSourceRanges.*198\.51\.100\.0\/28/),
    )
  })

  test.each(OWN_DEPLOYMENTS)('stands in the Service of the load balancer for %s', (product) => {
    const service = fileOf(compileGateway(balancer, behind(balancer, product)), 'service.yaml')
    expect(pick(service, 'spec.loadBalancerSourceRanges')).toEqual(EDGE.ranges)
  })
})
