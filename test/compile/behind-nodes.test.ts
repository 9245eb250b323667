import { describe, expect, test } from 'vitest'
import { GATEWAYS } from '../../src/topology/products.ts'
import { compileGateway, type Document, fileOf, pick } from './compile-gateway.ts'
import { compileManifests } from './compile-manifests.ts'
import { at } from './read-yaml.ts'

const EDGE = { product: 'edge', ranges: ['198.51.100.0/28'] }
/** With node ports under Cluster these are the nodes'. */
const NODES = ['10.0.64.0/20']

function behind(product: string, balancer: object = {}): Document {
  const nodes = { product: 'octavia', ranges: NODES, ...balancer }
  return { path: [EDGE, nodes, product, 'app'], hosts: ['shop.example.com'] }
}

describe('behind node ports under externalTrafficPolicy Cluster', () => {
  test.each(Object.keys(GATEWAYS))('%s says that the ranges have to be those of the nodes', (product) => {
    const { notes } = compileGateway(product, behind(product))
    const warnings = notes.filter(({ kind }) => kind === 'warning').map(({ text }) => text)
    expect(warnings.filter((text) => text.includes('"ranges" of path[1] have to be those of the nodes'))).toHaveLength(
      1,
    )
  })

  test.each(Object.keys(GATEWAYS))(
    '%s says nothing of nodes where the address of the load balancer is kept',
    (product) => {
      const { notes } = compileGateway(product, behind(product, { trafficPolicy: 'Local' }))
      expect(notes.map(({ text }) => text)).not.toContainEqual(expect.stringContaining('those of the nodes'))
    },
  )

  test.each(Object.keys(GATEWAYS))('%s gets no NetworkPolicy, which could not tell who sent', (product) => {
    const { files } = compileGateway(product, behind(product))
    expect(files.map(({ path }) => path)).not.toContain('network-policy.yaml')
  })

  test.each([
    { product: 'haproxy', file: 'haproxy.cfg', line: 'acl is_load_balancer src 10.0.64.0/20' },
    { product: 'caddy', file: 'Caddyfile', line: 'allow 10.0.64.0/20' },
    { product: 'nginx', file: 'client-ip.conf', line: 'set_real_ip_from 10.0.64.0/20;' },
    { product: 'nginx', file: 'client-ip.conf', line: '10.0.64.0/20 0;' },
    { product: 'ingress-nginx', file: 'config-map.yaml', line: 'proxy-real-ip-cidr: 10.0.64.0/20' },
    { product: 'nginx-ingress', file: 'config-map.yaml', line: 'set-real-ip-from: 10.0.64.0/20' },
    { product: 'nginx-gateway-fabric', file: 'nginx-proxy.yaml', line: 'value: 10.0.64.0/20' },
    { product: 'envoy', file: 'listeners.yaml', line: 'address_prefix: 10.0.64.0' },
    { product: 'traefik', file: 'traefik.yml', line: '- 10.0.64.0/20' },
  ])('$product believes the nodes: $line', ({ product, file, line }) => {
    expect(fileOf(compileGateway(product, behind(product)), file)).toContain(line)
  })

  test('kong believes the nodes', () => {
    const values = fileOf(compileGateway('kong', behind('kong')), 'values.yaml')
    expect(pick(values, 'env.trusted_ips')).toBe('10.0.64.0/20')
  })

  test('cilium drops nothing by the addresses of nodes: it looks before it puts one in place of the sender’s', () => {
    const { spec } = compileManifests(behind('cilium'), 'cilium')
    expect(at(spec('CiliumGatewayClassConfig'), 'service')).toEqual({ externalTrafficPolicy: 'Cluster' })
  })
})
