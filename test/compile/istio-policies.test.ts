import { describe, expect, test } from 'vitest'
import { missingMandatory } from '../../src/compile/contract.ts'
import { APP, compileIstio, istio, METALLB, NLB, read, VERIFYING_APP } from './compile-istio.ts'

type Policy = { readonly spec: { readonly action: string; readonly rules: readonly object[] } }

describe('what passes without an assertion', () => {
  const denied = (exempt: readonly object[]) => {
    const compiled = compileIstio({ path: ['cloudflare', METALLB, 'istio', APP], exempt })
    const policy: Policy = JSON.parse(JSON.stringify(read(compiled, 'authorization-policy.yaml')))
    return policy.spec
  }
  const from = [{ source: { notRequestPrincipals: ['https://edge.example.com/client-ip'] } }]

  test.each([
    { name: 'nothing', exempt: [], to: undefined },
    {
      name: 'one pair: every other path, and every other method on its own',
      exempt: [{ method: 'GET', path: '/healthz' }],
      to: [{ operation: { notPaths: ['/healthz'] } }, { operation: { paths: ['/healthz'], notMethods: ['GET'] } }],
    },
    {
      name: 'two methods on one path, and another path',
      exempt: [
        { method: 'GET', path: '/healthz' },
        { method: 'GET', path: '/livez' },
        { method: 'HEAD', path: '/healthz' },
      ],
      to: [
        { operation: { notPaths: ['/healthz', '/livez'] } },
        { operation: { paths: ['/healthz'], notMethods: ['GET', 'HEAD'] } },
        { operation: { paths: ['/livez'], notMethods: ['GET'] } },
      ],
    },
  ])('$name', ({ exempt, to }) => {
    expect(denied(exempt)).toMatchObject({ action: 'DENY', rules: [{ from, ...(to && { to }) }] })
    expect(denied(exempt).rules.flatMap(Object.keys)).toEqual(to === undefined ? ['from'] : ['from', 'to'])
  })
})

describe('where an assertion is read', () => {
  test.each([
    { prefix: '', want: [{ name: 'x-client-ip-assertion' }] },
    { prefix: 'Bearer ', want: [{ name: 'x-client-ip-assertion', prefix: 'Bearer ' }] },
  ])('with the prefix "$prefix"', ({ prefix, want }) => {
    const assertion = { issuer: 'https://edge.example.com', audience: 'origin-prod', jwks: 'jwks.json', prefix }
    const compiled = compileIstio({ path: ['cloudflare', METALLB, 'istio', APP], assertion })
    expect(read(compiled, 'request-authentication.yaml')).toMatchObject({
      spec: {
        jwtRules: [
          {
            fromHeaders: want,
            forwardOriginalToken: false,
            outputClaimToHeaders: [{ header: 'x-client-ip', claim: 'ip' }],
          },
        ],
      },
    })
  })

  test('an application that verifies it too gets it', () => {
    const compiled = compileIstio({ path: ['cloudflare', METALLB, 'istio', VERIFYING_APP] })
    expect(read(compiled, 'request-authentication.yaml')).toMatchObject({
      spec: { jwtRules: [{ forwardOriginalToken: true }] },
    })
    expect(compiled.files.find(({ path }) => path === 'http-route.yaml')?.text).not.toContain('- x-client-ip-assertion')
  })
})

describe('the contract', () => {
  test.each(['native', 'forward-auth'])(
    'no rule without which a token is no proof is left to nobody: %s',
    (verifies) => {
      const { contract } = compileIstio({ path: ['cloudflare', METALLB, istio({ verifies }), APP] })
      expect(contract === undefined ? ['none at all'] : missingMandatory(contract)).toEqual([])
    },
  )

  test('there is none where nothing is verified', () => {
    expect(
      compileIstio({ path: ['cloudflare', METALLB, istio({ verifies: false }), VERIFYING_APP] }).contract,
    ).toBeUndefined()
  })
})

test.each([
  {
    name: 'the count of hops trusts whoever comes around them',
    path: ['cloudflare', METALLB, 'istio', APP],
    note: /trusts X-Forwarded-For by a count/,
  },
  {
    name: 'an allow-list compares claims, and remoteIpBlocks sees none',
    path: ['cloudflare', METALLB, 'istio', APP],
    note: /remoteIpBlocks and ipBlocks never see a claim/,
  },
  { name: 'preflights are refused', path: ['cloudflare', METALLB, 'istio', APP], note: /CORS preflight .* is refused/ },
  {
    name: 'the health port of an old release takes no PROXY header',
    path: ['cloudflare', NLB, istio({ version: '1.26', verifies: 'forward-auth' }), APP],
    note: /health port 15021 takes no PROXY header/,
  },
])('a note says that $name', ({ path, note }) => {
  expect(compileIstio({ path }).notes.map(({ text }) => text)).toContainEqual(expect.stringMatching(note))
})
