import { expect, test } from 'vitest'
import { TARGETS } from '../../src/compile/targets.ts'
import { compileGateway } from './compile-gateway.ts'
import { refusalOf } from './refusal-of.ts'

const hosts = ['shop.example.com']
const gateways = TARGETS.filter(({ kind }) => kind === 'gateway').map(({ name }) => name)

/** Those that can write a PROXY header before TLS that they do not read. */
const SENDERS = ['envoy', 'envoy-gateway', 'haproxy', 'istio', 'kgateway', 'nginx', 'traefik']

function compileUnread(product: string, sendsProxy: string) {
  const gateway = { product, verifies: false, sendsProxy }
  const path = ['cloudflare', 'aws-nlb', gateway, { product: 'app', verifies: true }]
  return compileGateway(product, { path, hosts, tls: 'passthrough' })
}

function isCompiled(product: string, sendsProxy: string): boolean {
  return compileUnread(product, sendsProxy).files.length > 0
}

test.each(gateways)('no gateway hands TLS on unread without the address of who connected: %s', (product) => {
  const { code, path } = refusalOf(() => compileUnread(product, 'none'))
  if (SENDERS.includes(product)) expect({ code, path }).toEqual({ code: 'ADDRESS_LOST', path: 'path[2].sendsProxy' })
  else expect(['ADDRESS_LOST', 'UNSUPPORTED']).toContain(code)
})

test.each(SENDERS)('what is advised instead is compiled: %s', (product) => {
  const { nextStep = '' } = refusalOf(() => compileUnread(product, 'none'))
  const [, advised = 'nothing'] = /"sendsProxy": "(v[12])"/.exec(nextStep) ?? []
  expect(isCompiled(product, advised)).toBe(true)
})
