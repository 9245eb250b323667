import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { missingMandatory } from '../../src/compile/contract.ts'
import { CLIENT_IP_LUA } from '../../src/compile/gateways/haproxy/client-ip-lua.ts'
import {
  compileGateway,
  type Document,
  EDDSA_KEY,
  ES256_KEY,
  fileOf,
  pathsOf,
  refusalCodeOf,
} from './compile-gateway.ts'

const BEHIND_NLB: Document = { path: 'cloudflare -> aws-nlb -> haproxy -> app' }
const BEHIND_EDGE: Document = { path: 'cloudflare -> metallb -> haproxy -> app' }
const ASKING: Document = { path: ['cloudflare', 'aws-nlb', { product: 'haproxy', verifies: 'forward-auth' }, 'app'] }
const PASSING: Document = {
  path: ['cloudflare', 'aws-nlb', { product: 'haproxy', sendsProxy: 'v2', ranges: ['10.0.64.0/20'] }, 'envoy', 'app'],
}
const PASSTHROUGH: Document = {
  path: [
    'cloudflare',
    'aws-nlb',
    { product: 'haproxy', verifies: false, sendsProxy: 'v2' },
    { product: 'app', verifies: true },
  ],
  tls: 'passthrough',
}

/** The lines of haproxy.cfg without its comments. */
function linesOf(document: Document, keys?: readonly object[]): readonly string[] {
  const text = fileOf(compileGateway('haproxy', document, keys), 'haproxy.cfg')
  return text.split('\n').flatMap((line) => (/^\s*(?:#|$)/.test(line) ? [] : [line.trim()]))
}

describe('PROXY protocol', () => {
  test('strangers are rejected before a header is expected of the load balancer', () => {
    const lines = linesOf(BEHIND_NLB).filter((line) => /is_load_balancer|expect-proxy/.test(line))
    expect(lines).toEqual([
      'acl is_load_balancer src 10.0.16.0/20',
      'tcp-request connection reject unless is_load_balancer',
      'tcp-request connection expect-proxy layer4',
    ])
  })

  test.each([
    { name: 'is expected of nobody where the load balancer sends none', document: BEHIND_EDGE, want: [] },
    { name: 'is sent on to the next gateway', document: PASSING, want: ['send-proxy-v2'] },
    { name: 'is sent on before TLS that is handed on unread', document: PASSTHROUGH, want: ['send-proxy-v2'] },
  ])('$name', ({ document, want }) => {
    expect(
      linesOf(document)
        .join('\n')
        .match(/send-proxy\S*/g) ?? [],
    ).toEqual(want)
  })

  test('no connection that began with a PROXY header is shared by two clients', () => {
    expect(linesOf(PASSING)).toContain('http-reuse never')
  })
})

describe('keys', () => {
  const second = { ...ES256_KEY, kid: '2026-12-a' }

  test('each is a file of its own, and takes its own turn', () => {
    const compiled = compileGateway('haproxy', BEHIND_NLB, [ES256_KEY, second])
    expect(pathsOf(compiled)).toEqual(['haproxy.cfg', 'edge-test-es256.pem', 'edge-2026-12-a.pem'])
    const turns = fileOf(compiled, 'haproxy.cfg').match(/set-var\(txn\.is_signed\) .*/g) ?? []
    expect(turns.map((line) => line.slice(line.indexOf('is_es256')))).toEqual([
      'is_es256 names_0 signed_0',
      'is_es256 names_1 signed_1',
    ])
  })

  test('the algorithm is a constant of jwt_verify', () => {
    const verifying = linesOf(BEHIND_NLB).filter((line) => line.includes('jwt_verify'))
    expect(verifying).toEqual([`acl signed_0 var(txn.token),jwt_verify(ES256,"edge-test-es256.pem") -m int 1`])
  })

  test('of EdDSA are refused where HAProxy verifies, and taken where it asks', () => {
    const compileWith = (document: Document) => refusalCodeOf(() => compileGateway('haproxy', document, [EDDSA_KEY]))
    expect([compileWith(BEHIND_NLB), compileWith(ASKING)]).toEqual(['UNUSABLE_KEY', 'compiled'])
  })
})

describe('every route', () => {
  test.each([
    { name: 'that is verified', document: BEHIND_NLB },
    { name: 'that is asked about', document: ASKING },
    { name: 'in front of a gateway that verifies', document: PASSING },
  ])('loses our names, options of Connection and other upgrades: $name', ({ document }) => {
    const deleting = linesOf(document).filter((line) => line.startsWith('http-request del-header'))
    const unconditional = deleting.filter((line) => line.endsWith('-m reg'))
    expect(unconditional).toHaveLength(1)
    expect(deleting.map((line) => line.split(' ')[2]).slice(1, 3)).toEqual(['connection', 'upgrade'])
  })

  test.each([
    { name: 'x-client-ip', removed: [true, true] },
    { name: 'x_client_ip', removed: [true, true] },
    { name: 'x.client-ip', removed: [true, true] },
    { name: 'x-client-ip-assertion', removed: [true, false] },
    { name: 'x_client-ip-assertion', removed: [true, true] },
    { name: 'x-client_ip-assertion', removed: [true, true] },
    { name: 'x-client-ip_assertion', removed: [true, true] },
    { name: 'x~client!ip.assertion', removed: [true, true] },
    { name: 'x-client-ips', removed: [false, false] },
    { name: 'x-client-id', removed: [false, false] },
  ])('$name is removed by who verifies, and by who hands on: $removed', ({ name, removed }) => {
    const patternOf = (document: Document): RegExp => {
      const line = linesOf(document).find((one) => /^http-request del-header \^.*-m reg$/.test(one))
      return new RegExp(line?.split(' ')[2] ?? '(?!)')
    }
    expect([BEHIND_NLB, PASSING].map((document) => patternOf(document).test(name))).toEqual(removed)
  })

  test('the verified address becomes the source after the refusal and before the limit', () => {
    const order = linesOf(BEHIND_NLB).flatMap((line) => /deny_status 401|set-src|track-sc0/.exec(line)?.[0] ?? [])
    expect(order).toEqual(['deny_status 401', 'set-src', 'track-sc0'])
  })
})

describe('what the terms say', () => {
  test('stays one word, whatever is in it', () => {
    const assertion = { audience: `it's #1 "shop"`.replaceAll('"', '') }
    expect(linesOf({ ...BEHIND_NLB, assertion })).toContain(
      `acl is_audience var(txn.token),jwt_payload_query('$.aud') -m str -- 'it'\\''s #1 shop'`,
    )
  })

  test.each([
    { audience: 'a"b', code: 'UNSUPPORTED' },
    { audience: 'a\\b', code: 'UNSUPPORTED' },
  ])('is refused where JSON would spell it otherwise: $audience', ({ audience, code }) => {
    expect(refusalCodeOf(() => compileGateway('haproxy', { ...BEHIND_NLB, assertion: { audience } }))).toBe(code)
  })

  test.each([
    { bind: 'none', demanded: [] },
    { bind: 'host', demanded: ['host'] },
    { bind: 'request', demanded: ['htm', 'host', 'path'] },
  ])('demands what the edge binds with $bind, and compares what is there', ({ bind, demanded }) => {
    const lines = linesOf({ ...BEHIND_NLB, assertion: { bind } })
    const compared = lines.flatMap((line) => /^acl fits_(\w+)/.exec(line)?.[1] ?? [])
    const always = lines.flatMap((line) => /misbound\) bool\(true\) unless fits_(\w+)/.exec(line)?.[1] ?? [])
    expect({ compared, always }).toEqual({ compared: ['htm', 'host', 'path'], always: demanded })
  })

  test('exempts a method and a path together, as they are written', () => {
    expect(linesOf(BEHIND_NLB)).toContain(`acl is_exempt var(txn.route) -m str -- 'GET /healthz'`)
    expect(linesOf({ ...BEHIND_NLB, exempt: [] })).toContain('acl is_exempt always_false')
  })
})

describe('a target that', () => {
  test.each([
    {
      name: 'is older than jwt_verify is refused',
      document: { path: 'cloudflare -> aws-nlb -> haproxy@2.4 -> app' },
      code: 'UNSUPPORTED_VERSION',
    },
    {
      name: 'hands TLS on without PROXY protocol loses the address',
      document: {
        ...PASSTHROUGH,
        path: ['cloudflare', 'aws-nlb', { product: 'haproxy', verifies: false }, { product: 'app', verifies: true }],
      },
      code: 'ADDRESS_LOST',
    },
    {
      name: 'is newer is compiled',
      document: { path: 'cloudflare -> aws-nlb -> haproxy@3.2 -> app' },
      code: 'compiled',
    },
  ])('$name', ({ document, code }) => {
    expect(refusalCodeOf(() => compileGateway('haproxy', document))).toBe(code)
  })

  test('asks has the Lua that the example has, and a document of its dialect for the service', () => {
    const compiled = compileGateway('haproxy', ASKING)
    const example = readFileSync(new URL('../../examples/haproxy/client-ip.lua', import.meta.url), 'utf8')
    expect(CLIENT_IP_LUA).toBe(example)
    expect(pathsOf(compiled)).toEqual(['haproxy.cfg', 'client-ip.lua', 'ipseal.verifier.json'])
    expect(fileOf(compiled, 'ipseal.verifier.json')).toContain('"dialect": "traefik"')
  })

  test.each([BEHIND_NLB, ASKING])('verifies keeps every mandatory rule: %o', (document) => {
    const { contract } = compileGateway('haproxy', document)
    expect(contract && missingMandatory(contract)).toEqual([])
  })

  test.each([PASSING, PASSTHROUGH])('verifies nothing has no contract: %o', (document) => {
    expect(compileGateway('haproxy', document).contract).toBeUndefined()
  })

  test('is compiled twice is compiled to the same bytes', () => {
    expect(compileGateway('haproxy', BEHIND_NLB)).toEqual(compileGateway('haproxy', BEHIND_NLB))
  })

  test('stands in front of another keeps X-Forwarded-For from those who append to it alone', () => {
    const compiled = compileGateway('haproxy', { ...PASSING, path: ['edge', 'aws-nlb', 'haproxy', 'envoy', 'app'] })
    expect(fileOf(compiled, 'haproxy.cfg')).toContain('http-request del-header x-forwarded-for\n')
    expect(linesOf(PASSING)).toContain('http-request del-header x-forwarded-for unless { src -f forwarders.lst }')
    expect(fileOf(compileGateway('haproxy', PASSING), 'forwarders.lst')).toContain('173.245.48.0/20')
  })
})
