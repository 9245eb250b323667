import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { publicJwks } from '../../src/assertion/index.ts'
import { missingMandatory } from '../../src/compile/contract.ts'
import { CLIENT_IP_SCRIPT } from '../../src/compile/gateways/nginx/njs/client-ip-script.ts'
import { compile } from '../../src/compile/index.ts'
import keys from '../vectors/assertion-keys.json' with { type: 'json' }
import { compileGateway, faultOf, textOf } from './nginx-family.ts'
import { JWKS, topologyOf } from './topology-of.ts'

const BALANCER = { product: 'load-balancer', ranges: ['10.0.16.0/20'], sendsProxy: 'v2', targets: 'pods' }
const EDGE = { product: 'edge', ranges: ['198.51.100.0/24', '2001:db8:ed9e::/48'] }
const path = (gateway: object, ...before: readonly object[]): object => ({
  path: [EDGE, ...before, { product: 'nginx', ...gateway }, 'app'],
})
const asks = path({ verifies: 'forward-auth' }, BALANCER)
const verifies = path({ verifies: 'native' }, BALANCER)

describe('nginx', () => {
  test.each([
    { name: 'refuses who connects past the load balancer', parts: asks, line: '10.0.16.0/20 0;' },
    { name: 'closes the connection without an answer', parts: asks, line: 'return 444;' },
    { name: 'takes a PROXY header', parts: asks, line: 'listen 8080 proxy_protocol;' },
    { name: 'takes one over IPv6', parts: asks, line: 'listen [::]:8443 ssl http2 proxy_protocol;' },
    { name: 'believes the load balancer about the peer', parts: asks, line: 'set_real_ip_from 10.0.16.0/20;' },
    { name: 'takes the address from the PROXY header', parts: asks, line: 'real_ip_header proxy_protocol;' },
    { name: 'asks about every request', parts: asks, line: 'auth_request /_ipseal;' },
    {
      name: 'says itself which request it asks about',
      parts: asks,
      line: 'proxy_set_header X-Original-URL $scheme://$http_host$request_uri;',
    },
    { name: 'hands the verified address on', parts: asks, line: 'proxy_set_header X-Client-IP $ipseal_client;' },
    { name: 'keeps the assertion', parts: asks, line: 'proxy_set_header X-Client-IP-Assertion "";' },
    {
      name: 'limits by the verified address',
      parts: asks,
      line: 'limit_req_zone $ipseal_client zone=ipseal_client:10m rate=100r/s;',
    },
    { name: 'logs the verified address', parts: asks, line: '"client":"$ipseal_client"' },
    { name: 'verifies by itself with njs', parts: verifies, line: 'js_content client_ip.verify;' },
    {
      name: 'reads the answer of njs where it stands',
      parts: verifies,
      line: 'auth_request_set $ipseal_client $sent_http_x_client_ip;',
    },
    { name: 'believes X-Forwarded-For of the edge', parts: path({}), line: 'real_ip_header X-Forwarded-For;' },
    { name: 'knows the edge by its ranges', parts: path({}), line: 'set_real_ip_from 2001:db8:ed9e::/48;' },
    { name: 'names HTTP/2 as newer releases do', parts: path({ version: '1.26' }), line: 'http2 on;' },
    {
      name: 'leaves the assertion to who verifies behind it',
      parts: { path: [EDGE, { product: 'nginx', verifies: false }, { product: 'app', verifies: true }] },
      line: 'proxy_set_header X-Client-IP "";',
    },
  ])('$name', ({ parts, line }) => {
    expect(textOf(compileGateway('nginx', parts), 'client-ip.conf')).toContain(line)
  })

  test.each([
    {
      name: 'X-Forwarded-For behind a PROXY header: realip makes one pass',
      parts: asks,
      text: 'real_ip_header X-Forwarded-For',
    },
    { name: 'a location that goes past the verifier', parts: asks, text: 'location /healthz' },
    {
      name: 'the assertion, where somebody behind verifies it',
      parts: { path: [EDGE, { product: 'nginx', verifies: false }, { product: 'app', verifies: true }] },
      text: 'X-Client-IP-Assertion',
    },
    {
      name: 'strangers, where nobody said who connects',
      parts: { path: [{ product: 'edge' }, 'nginx', 'app'] },
      text: '$ipseal_stranger',
    },
  ])('does not write down $name', ({ parts, text }) => {
    expect(textOf(compileGateway('nginx', parts), 'client-ip.conf')).not.toContain(text)
  })

  test.each([
    { name: 'asking', parts: asks, files: ['client-ip.conf', 'ipseal.verifier.json', 'network-policy.yaml'] },
    {
      name: 'with njs',
      parts: verifies,
      files: ['client-ip.conf', 'client-ip.js', 'jwks.json', 'network-policy.yaml'],
    },
    {
      name: 'with TLS that is handed on',
      parts: {
        ...path({ verifies: false, sendsProxy: 'v1' }, BALANCER),
        tls: 'passthrough',
        path: [
          EDGE,
          BALANCER,
          { product: 'nginx', verifies: false, sendsProxy: 'v1' },
          { product: 'app', verifies: true },
        ],
      },
      files: ['passthrough.conf', 'network-policy.yaml'],
    },
  ])('needs these files: $name', ({ parts, files }) => {
    expect(compileGateway('nginx', parts).files.map(({ path: file }) => file)).toEqual(files)
  })

  test('hands a PROXY header of its own on before TLS that it does not read', () => {
    const hops = [
      EDGE,
      BALANCER,
      { product: 'nginx', verifies: false, sendsProxy: 'v1' },
      { product: 'app', verifies: true },
    ]
    const text = textOf(compileGateway('nginx', { path: hops, tls: 'passthrough' }), 'passthrough.conf')
    expect(text).toContain('proxy_protocol on;')
    expect(text).toContain('set_real_ip_from 10.0.16.0/20;')
  })

  test('exempts exact routes in the service, and nowhere else', () => {
    const exempt = [{ method: 'GET', path: '/healthz' }]
    const text = textOf(compileGateway('nginx', { ...asks, exempt }), 'ipseal.verifier.json')
    expect(JSON.parse(text)).toMatchObject({ exempt, listen: { forwardAuth: { dialect: 'nginx', port: 8080 } } })
  })

  test('tells the script for njs every exempt route', () => {
    const exempt = ['/healthz', '/livez'].map((at) => ({ method: 'GET', path: at }))
    const text = textOf(compileGateway('nginx', { ...verifies, exempt }), 'client-ip.conf')
    expect(text).toContain('set $edge_exempt "GET /healthz, GET /livez";')
  })

  test('verifies with the text of examples/nginx', () => {
    const example = readFileSync(new URL('../../examples/nginx/client-ip.js', import.meta.url), 'utf8')
    expect(CLIENT_IP_SCRIPT).toBe(example)
    expect(textOf(compileGateway('nginx', verifies), 'client-ip.js')).toBe(example)
  })

  test.each([
    {
      name: 'a bound assertion with njs',
      parts: { ...verifies, assertion: assertion({ bind: 'host' }) },
      code: 'UNSUPPORTED',
    },
    {
      name: 'an audience with a dollar sign with njs',
      parts: { ...verifies, assertion: assertion({ audience: 'a$b' }) },
      code: 'UNSUPPORTED',
    },
    { name: 'a PROXY header before HTTP', parts: path({ sendsProxy: 'v1' }, BALANCER), code: 'UNSUPPORTED' },
    {
      name: 'a PROXY header of version 2',
      parts: {
        path: [EDGE, { product: 'nginx', verifies: false, sendsProxy: 'v2' }, { product: 'app', verifies: true }],
        tls: 'passthrough',
      },
      code: 'UNSUPPORTED',
    },
  ])('refuses $name', ({ parts, code }) => {
    expect(faultOf('nginx', parts)?.code).toBe(code)
  })

  test('refuses keys with njs that its script cannot check with', () => {
    const jwks = publicJwks([keys.es256, keys.eddsa])
    expect(() => compile({ topology: topologyOf(verifies), jwks }, 'nginx')).toThrow(/ES256 alone/)
    expect(() => compile({ topology: topologyOf(asks), jwks }, 'nginx')).not.toThrow()
  })

  test.each([asks, verifies])('keeps every mandatory rule of the contract', (parts) => {
    const { contract } = compile({ topology: topologyOf(parts), jwks: JWKS }, 'nginx')
    expect(contract === undefined ? ['no contract'] : missingMandatory(contract)).toEqual([])
  })

  test('names the limit that nginx parses PROXY from anyone', () => {
    const { notes } = compileGateway('nginx', asks)
    expect(notes.some(({ kind, text }) => kind === 'limit' && text.includes('from whoever connects'))).toBe(true)
  })

  test('gives the same bytes for the same path', () => {
    expect(compileGateway('nginx', asks)).toEqual(compileGateway('nginx', asks))
  })
})

function assertion(other: object): object {
  return { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json', ...other }
}
