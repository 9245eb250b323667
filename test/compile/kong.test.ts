import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { missingMandatory } from '../../src/compile/contract.ts'
import schemas from '../vectors/kong-schemas.json' with { type: 'json' }
import { checkKong } from './check-kong.ts'
import {
  compileGateway,
  type Document,
  EDDSA_KEY,
  ES256_KEY,
  fileOf,
  pathsOf,
  pick,
  refusalCodeOf,
} from './compile-gateway.ts'
import { membersOf, readDocuments } from './read-yaml.ts'

const BEHIND_NLB: Document = { path: 'cloudflare -> aws-nlb -> kong -> app' }
const BEHIND_EDGE: Document = { path: 'cloudflare -> metallb -> kong -> app' }
const BEHIND_ALB: Document = { path: 'cloudflare -> aws-alb -> kong -> app' }
const PASSING: Document = { path: 'cloudflare -> aws-nlb -> kong -> envoy -> app' }

const read = (document: Document, file: string, path: string): unknown =>
  pick(fileOf(compileGateway('kong', document), file), path)

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : []

const configuration = (document: Document, keys?: readonly object[]): unknown =>
  parse(fileOf(compileGateway('kong', document, keys), 'kong.yml'))

describe('kong.yml', () => {
  test.each([
    { name: 'of a Kong that verifies', document: BEHIND_NLB },
    { name: 'for named hosts', document: { ...BEHIND_EDGE, hosts: ['shop.example.com', '*.example.com'] } },
    { name: 'without exempt routes', document: { ...BEHIND_EDGE, exempt: [] } },
    { name: 'of a Kong that hands the assertion on', document: PASSING },
  ])('holds what Kong’s published schemas know, and nothing else: $name', ({ document }) => {
    expect(checkKong(configuration(document, [ES256_KEY, EDDSA_KEY]))).toEqual([])
  })

  test.each([
    { from: 'header_names', to: 'headers_names' },
    { from: 'claims_to_verify:\n    - exp', to: 'claims_to_verify:\n    - iat' },
    { from: 'algorithm: ES256', to: 'algorithm: es256' },
    { from: 'strip_path: false', to: 'strip_path: "no"' },
    { from: 'limit_by: header', to: 'limit_by: claim' },
    { from: '    header_name: X-Client-IP\n', to: '' },
    { from: '    claims_to_verify:\n    - exp\n', to: '' },
    { from: 'rewrite:', to: 'rewrites:' },
  ])('with a fault in it is found out: $to', ({ from, to }) => {
    const text = fileOf(compileGateway('kong', BEHIND_NLB), 'kong.yml').replaceAll(/^ *#.*\n/gm, '')
    expect(text).toContain(from)
    expect(checkKong(parse(text.replaceAll(from, to)))).not.toEqual([])
  })

  test('has a global pre-function before routes are found, and a global guard behind all plugins', () => {
    const found = ['pre-function', 'jwt', 'rate-limiting', 'post-function'].map((name, i) => [
      read(BEHIND_NLB, 'kong.yml', `plugins.${i}.name`) === name,
      keysOf(read(BEHIND_NLB, 'kong.yml', `plugins.${i}.config`))[0],
    ])
    expect(found).toEqual([
      [true, 'rewrite'],
      [true, 'header_names'],
      [true, 'minute'],
      [true, 'access'],
    ])
  })

  test('verifies on every route, preflights included, and lets nobody in by a query or a cookie', () => {
    expect(read(BEHIND_NLB, 'kong.yml', 'plugins.1.config')).toEqual({
      header_names: ['x-client-ip-assertion'],
      uri_param_names: [],
      cookie_names: [],
      key_claim_name: 'kid',
      claims_to_verify: ['exp'],
      maximum_expiration: 330,
      run_on_preflight: true,
    })
  })

  test('has a secret for each key, under its kid and its algorithm', () => {
    const keys = [ES256_KEY, EDDSA_KEY]
    const text = fileOf(compileGateway('kong', BEHIND_NLB, keys), 'kong.yml')
    expect(pick(text, 'consumers.0.jwt_secrets')).toEqual([
      { key: 'test-es256', algorithm: 'ES256', rsa_public_key: expect.stringContaining('BEGIN PUBLIC KEY') },
      { key: 'test-eddsa', algorithm: 'EdDSA', rsa_public_key: expect.stringContaining('BEGIN PUBLIC KEY') },
    ])
  })

  test('has a route of its own for each exempt path, as a pattern that matches it alone', () => {
    const exempt = [{ method: 'GET', path: '/a.b-c' }]
    const route = (member: string) => read({ ...BEHIND_EDGE, exempt }, 'kong.yml', `services.0.routes.1.${member}`)
    expect([route('methods'), route('paths')]).toEqual([['GET'], ['~/a\\.b\\-c$']])
  })

  test('has names of routes that no topology has', () => {
    const names = (name: string) =>
      [0, 1].map((i) => read({ ...BEHIND_EDGE, name }, 'kong.yml', `services.0.routes.${i}.name`))
    expect(new Set(names('exempt-0')).size).toBe(2)
    expect(names('shop')).toEqual(['shop', 'shop-exempt-0'])
  })

  test('takes an address whose signature nobody has checked from what limits by it, and sets it again behind', () => {
    const plugin = (member: string) => read(BEHIND_EDGE, 'kong.yml', `services.0.routes.1.plugins.0.${member}`)
    expect(plugin('name')).toBe('pre-function')
    expect(String(plugin('config.access.0'))).toContain('clear_header("X-Client-IP")')
    expect(String(read(BEHIND_EDGE, 'kong.yml', 'plugins.3.config.access.0'))).toMatch(
      /return kong.response.exit[\s\S]*set_header\("X-Client-IP", shared.ipseal_claimed_ip\)/,
    )
  })
})

describe('what kong.conf is told', () => {
  test.each([
    {
      name: 'PROXY protocol of the load balancer',
      document: BEHIND_NLB,
      trusted: '10.0.16.0/20',
      header: 'proxy_protocol',
    },
    {
      name: 'X-Forwarded-For of a load balancer that appends',
      document: BEHIND_ALB,
      trusted: '10.0.16.0/20',
      header: 'X-Forwarded-For',
    },
    {
      name: 'X-Forwarded-For of the edge',
      document: BEHIND_EDGE,
      trusted: '173.245.48.0/20',
      header: 'X-Forwarded-For',
    },
  ])('believes $name, read from the right', ({ document, trusted, header }) => {
    const env = (name: string) => read(document, 'values.yaml', `env.${name}`)
    expect(String(env('trusted_ips')).split(',')).toContain(trusted)
    expect(env('trusted_ips')).not.toMatch(/\/0\b/)
    expect([env('real_ip_header'), env('real_ip_recursive')]).toEqual([header, 'on'])
  })

  test('behind PROXY protocol nobody but the load balancer is trusted', () => {
    expect(read(BEHIND_NLB, 'values.yaml', 'env.trusted_ips')).toBe('10.0.16.0/20')
  })

  test('properties are those that kong.conf has, and values those of the chart', () => {
    const leaves = (value: unknown, path: string): readonly string[] =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
        ? Object.entries(value).flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`))
        : [path]
    const text = fileOf(compileGateway('kong', BEHIND_NLB), 'values.yaml')
    const values = membersOf(readDocuments(text)[0])
    // The load balancer's, each under a key of its own.
    const all = leaves({ ...values, proxy: { ...membersOf(values.proxy), annotations: {} } }, '')
    const known = [...schemas.values.paths, ...schemas.environment.properties.map((name) => `env.${name}`)]
    // Any annotation may stand in its map: whose keys those are is the load balancer's to know.
    const isKnown = (path: string) => known.includes(path) || path.startsWith('proxy.annotations.')
    expect(all.filter((path) => !isKnown(path))).toEqual([])
    expect(all.some(isKnown)).toBe(true)
  })

  test('listens with every flag of the default, and with PROXY protocol on both ports', () => {
    const flags = ['http', 'tls'].map((port) => read(BEHIND_NLB, 'values.yaml', `proxy.${port}.parameters`))
    expect(flags).toEqual([
      ['reuseport', 'backlog=16384', 'proxy_protocol'],
      ['http2', 'reuseport', 'backlog=16384', 'proxy_protocol'],
    ])
    const known = schemas.listenFlags.map((flag) => new RegExp(`^${flag}$`))
    expect(flags.flat().filter((flag) => !known.some((one) => one.test(String(flag))))).toEqual([])
  })

  test('does not listen for PROXY protocol where none is sent', () => {
    expect(read(BEHIND_EDGE, 'values.yaml', 'proxy.http.parameters')).not.toContain('proxy_protocol')
  })
})

describe('a target that', () => {
  test.each([
    {
      name: 'is asked to ask a service',
      document: { path: ['cloudflare', 'metallb', { product: 'kong', verifies: 'forward-auth' }, 'app'] },
      code: 'UNSUPPORTED',
    },
    {
      name: 'is asked to send PROXY protocol',
      document: { path: ['cloudflare', 'metallb', { product: 'kong', sendsProxy: 'v2' }, 'app'] },
      code: 'UNSUPPORTED',
    },
    {
      name: 'hands TLS on',
      document: {
        path: ['cloudflare', 'metallb', { product: 'kong', verifies: false }, { product: 'app', verifies: true }],
        tls: 'passthrough',
      },
      code: 'ADDRESS_LOST',
    },
    { name: 'is too old', document: { path: 'cloudflare -> metallb -> kong@2.8 -> app' }, code: 'UNSUPPORTED_VERSION' },
    {
      name: 'would have an audience end its Lua',
      document: { ...BEHIND_EDGE, assertion: { audience: 'a" os.exit() "' } },
      code: 'UNSUPPORTED',
    },
    {
      name: 'would have an issuer end its Lua',
      document: { ...BEHIND_EDGE, assertion: { issuer: 'https://edge.example.com/"x' } },
      code: 'UNSUPPORTED',
    },
  ])('$name is refused with a next step', ({ document, code }) => {
    expect(refusalCodeOf(() => compileGateway('kong', document))).toBe(code)
  })

  test('is older than its EdDSA is refused with such a key, and taken with others', () => {
    const document = { path: 'cloudflare -> metallb -> kong@3.5 -> app' }
    const codes = [EDDSA_KEY, ES256_KEY].map((key) => refusalCodeOf(() => compileGateway('kong', document, [key])))
    expect(codes).toEqual(['UNUSABLE_KEY', 'compiled'])
  })

  test('takes PROXY protocol is closed to all but the load balancer, and says why', () => {
    const compiled = compileGateway('kong', BEHIND_NLB)
    expect(pathsOf(compiled)).toEqual(['kong.yml', 'values.yaml', 'network-policy.yaml'])
    expect(fileOf(compiled, 'network-policy.yaml')).toContain('cidr: 10.0.16.0/20')
    expect(compiled.notes.filter(({ text }) => text.includes('PROXY header from anyone'))).toHaveLength(1)
  })

  test('verifies keeps every mandatory rule, and one that hands on has no contract', () => {
    const { contract } = compileGateway('kong', BEHIND_NLB)
    expect(contract && missingMandatory(contract)).toEqual([])
    expect(compileGateway('kong', PASSING).contract).toBeUndefined()
  })
})
