import { describe, expect, test } from 'vitest'
import { CONFIG_MAP_KEYS } from '../../src/compile/gateways/nginx/nginx-ingress/config-map-keys.ts'
import { compileGateway, faultOf, textOf, textsAt, unknownKeys } from './nginx-family.ts'

const EDGE = { product: 'edge', ranges: ['198.51.100.0/24', '2001:db8:ed9e::/48'] }
const BALANCER = { product: 'load-balancer', ranges: ['10.0.16.0/20'], sendsProxy: 'v2', targets: 'pods' }
const hosts = ['shop.example.com', 'www.example.com']
const behindProxy = { path: [EDGE, BALANCER, 'nginx-ingress', 'app'], hosts }
const behindEdge = { path: [EDGE, 'metallb', 'nginx-ingress', 'app'], hosts }
const unverified = {
  path: [EDGE, { product: 'nginx-ingress', verifies: false }, { product: 'app', verifies: true }],
  hosts,
}

type Map = Readonly<Record<string, string>>

function configMap(parts: object): Map {
  return textsAt(textOf(compileGateway('nginx-ingress', parts), 'config-map.yaml'), 'data')
}

describe('nginx-ingress', () => {
  test.each([
    { name: 'takes PROXY', parts: behindProxy, key: 'proxy-protocol', want: 'True' },
    { name: 'reads the PROXY header', parts: behindProxy, key: 'real-ip-header', want: 'proxy_protocol' },
    { name: 'believes exactly the load balancer', parts: behindProxy, key: 'set-real-ip-from', want: '10.0.16.0/20' },
    { name: 'takes no PROXY from the edge', parts: behindEdge, key: 'proxy-protocol', want: undefined },
    { name: 'reads X-Forwarded-For of the edge', parts: behindEdge, key: 'real-ip-header', want: 'X-Forwarded-For' },
    { name: 'walks from the right', parts: behindEdge, key: 'real-ip-recursive', want: 'True' },
    {
      name: 'believes exactly the edge',
      parts: behindEdge,
      key: 'set-real-ip-from',
      want: '198.51.100.0/24,2001:db8:ed9e::/48',
    },
  ])('$name', ({ parts, key, want }) => {
    expect(configMap(parts)[key]).toBe(want)
  })

  test.each([
    { name: 'asks in every server', key: 'server-snippets', line: 'auth_request /_ipseal;' },
    { name: 'asks about the host that it sends on', key: 'server-snippets', line: '$scheme://$host$request_uri;' },
    { name: 'refuses strangers in every server', key: 'server-snippets', line: 'return 444;' },
    { name: 'refuses other upgrades in every server', key: 'server-snippets', line: 'return 400;' },
    {
      name: 'hands the verified address on in every location',
      key: 'location-snippets',
      line: 'proxy_set_header X-Client-IP $ipseal_client;',
    },
    { name: 'lets no underscore through', key: 'http-snippets', line: 'underscores_in_headers off;' },
    { name: 'logs the verified address', key: 'log-format', line: '$ipseal_client' },
  ])('$name', ({ key, line }) => {
    expect(configMap(behindProxy)[key]).toContain(line)
  })

  test.each([behindProxy, behindEdge, unverified])('writes keys that the controller knows', (parts) => {
    expect(unknownKeys(CONFIG_MAP_KEYS, configMap(parts))).toEqual([])
  })

  test.each(['use-proxy-protocol', 'http-snippet', 'real-ip-from', 'proxy-real-ip-cidr', 'disable-forwarded-headers'])(
    'knows no key %s in 5.5',
    (key) => {
      expect(unknownKeys(CONFIG_MAP_KEYS, { [key]: 'True' })).toEqual([key])
    },
  )

  test('takes the chain away that the controller would hand on', () => {
    const text = textOf(compileGateway('nginx-ingress', behindEdge), 'virtual-server.yaml')
    expect(text.match(/- name: X-Forwarded-For\n\s+value: ""/g)).toHaveLength(hosts.length)
  })

  test('leaves the assertion to who verifies behind it', () => {
    expect(configMap(unverified)['location-snippets']).toBe('proxy_set_header X-Client-IP "";\n')
    expect(compileGateway('nginx-ingress', unverified).contract).toBeUndefined()
  })

  test('serves hosts that are named', () => {
    expect(faultOf('nginx-ingress', { path: behindEdge.path })).toEqual({ code: 'UNSUPPORTED', path: 'hosts' })
  })
})
