import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { missingMandatory } from '../../src/compile/contract.ts'
import { type Compiled, compile } from '../../src/compile/index.ts'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import { type Members, objectsOf } from './read-yaml.ts'
import { refusalOf } from './refusal-of.ts'
import { JWKS, topologyOf } from './topology-of.ts'

const NLB = { product: 'aws-nlb', ranges: ['10.0.16.0/20'] }
const VERIFYING_APP = { product: 'app', verifies: true }

type Parts = { readonly path: readonly unknown[]; readonly [key: string]: unknown }

function compileCilium(parts: Parts): Compiled {
  return compile({ topology: topologyOf(parts), jwks: JWKS }, 'cilium')
}

function textOf({ files }: Compiled, path: string): string {
  return files.find((file) => file.path === path)?.text ?? ''
}

function read({ files }: Compiled, path: string): readonly Members[] {
  return objectsOf({ files: files.filter((file) => file.path === path) })
}

describe('what is compiled', () => {
  const ENTRANCE = ['gateway.yaml', 'http-route.yaml', 'cilium-values.yaml']
  test.each([
    {
      name: 'the verifier beside the application',
      path: ['cloudflare', NLB, 'cilium', 'app'],
      want: [...ENTRANCE, 'app-service.yaml', 'sidecar-patch.yaml', 'app-policy.yaml', 'ipseal.verifier.json'],
    },
    {
      name: 'the application verifies',
      path: ['cloudflare', NLB, { product: 'cilium', verifies: false }, VERIFYING_APP],
      want: ENTRANCE,
    },
  ])('$name', ({ path, want }) => {
    expect(compileCilium({ path }).files.map((file) => file.path)).toEqual(want)
  })
})

describe('Helm’s values', () => {
  test.each([
    {
      name: 'behind PROXY protocol',
      path: ['cloudflare', NLB, 'cilium', 'app'],
      want: { enableProxyProtocol: true, xffNumTrustedHops: 1 },
    },
    {
      name: 'behind two that append',
      path: ['cloudflare', { product: 'aws-alb', ranges: ['10.0.16.0/20'] }, 'cilium', 'app'],
      want: { enableProxyProtocol: false, xffNumTrustedHops: 2 },
    },
    {
      name: 'a release without a class of its own has the traffic policy here',
      path: ['cloudflare', 'metallb', { product: 'cilium', version: '1.17' }, 'app'],
      want: { enableProxyProtocol: false, xffNumTrustedHops: 1, externalTrafficPolicy: 'Local' },
    },
  ])('$name', ({ path, want }) => {
    expect(parse(textOf(compileCilium({ path }), 'cilium-values.yaml'))).toEqual({
      gatewayAPI: { enabled: true, ...want },
    })
  })
})

describe('the class of the Gateway', () => {
  test('its Service takes the traffic policy, and connections from those in front alone', () => {
    const path = [{ product: 'edge', ranges: ['198.51.100.0/28'] }, NLB, 'cilium', 'app']
    expect(read(compileCilium({ path }), 'gateway.yaml')).toMatchObject([
      {
        kind: 'CiliumGatewayClassConfig',
        spec: { service: { externalTrafficPolicy: 'Cluster', loadBalancerSourceRanges: ['10.0.16.0/20'] } },
      },
      { kind: 'GatewayClass', spec: { parametersRef: { name: 'shop-cilium', namespace: 'default' } } },
      { kind: 'Gateway', spec: { gatewayClassName: 'shop-cilium' } },
    ])
  })

  test('before 1.18 it is Cilium’s own', () => {
    const path = ['cloudflare', 'metallb', { product: 'cilium', version: '1.17' }, 'app']
    expect(read(compileCilium({ path }), 'gateway.yaml')).toMatchObject([
      { kind: 'Gateway', spec: { gatewayClassName: 'cilium' } },
    ])
  })
})

describe('the sidecar', () => {
  const compiled = compileCilium({
    path: ['cloudflare', 'metallb', 'cilium', { product: 'app', service: 'shop', port: 3000 }],
  })

  test('it is the only way to the application', () => {
    expect(read(compiled, 'app-service.yaml')).toMatchObject([
      { spec: { ports: [{ port: 3000, targetPort: 'client-ip' }] } },
    ])
    expect(read(compiled, 'app-policy.yaml')).toMatchObject([
      { spec: { ingress: [{ fromEntities: ['ingress'], toPorts: [{ ports: [{ port: '8090', protocol: 'TCP' }] }] }] } },
    ])
  })

  test('the verifier accepts its document', () => {
    const { document } = readVerifierDocument(textOf(compiled, 'ipseal.verifier.json'))
    expect(document.listen).toMatchObject({ sidecar: { port: 8090, upstream: 'http://127.0.0.1:3000' } })
  })

  test('the route in front of it hands the assertion on, and nothing that claims to be verified', () => {
    const route = textOf(compiled, 'http-route.yaml')
    expect(route).toContain('- x-client-ip\n')
    expect(route).not.toContain('- x-client-ip-assertion')
  })
})

describe('what is refused', () => {
  test.each([
    {
      name: 'TLS handed on',
      parts: {
        path: ['cloudflare', { product: 'cilium', verifies: false }, VERIFYING_APP],
        tls: 'passthrough',
        hosts: ['app.example.com'],
      },
      want: { code: 'ADDRESS_LOST', path: 'tls' },
      nextStep: /End TLS here/,
    },
    {
      name: 'a release without a hop count',
      parts: { path: ['cloudflare', { product: 'cilium', version: '1.15' }, 'app'] },
      want: { code: 'UNSUPPORTED_VERSION', path: 'path[1].version' },
      nextStep: /Cilium 1\.16/,
    },
    {
      name: 'an application on the sidecar’s port',
      parts: { path: ['cloudflare', 'cilium', { product: 'app', port: 8090 }] },
      want: { code: 'UNSUPPORTED', path: 'path[2].port' },
      nextStep: /another port/,
    },
  ])('$name', ({ parts, want, nextStep }) => {
    const refused = refusalOf(() => compileCilium(parts))
    expect(refused).toMatchObject(want)
    expect(refused.nextStep).toMatch(nextStep)
  })
})

test('no rule without which a token is no proof is left to nobody', () => {
  const { contract } = compileCilium({ path: ['cloudflare', 'cilium', 'app'] })
  expect(contract === undefined ? ['none at all'] : missingMandatory(contract)).toEqual([])
})

test.each([
  { name: 'PROXY protocol is for all listeners at once', note: /every listener of every Gateway at once/ },
  { name: 'why ExternalAuth was not chosen', note: /ExternalAuth of HTTPRoute is in Cilium from 1\.20/ },
])('a note says that $name', ({ note }) => {
  const { notes } = compileCilium({ path: ['cloudflare', NLB, 'cilium', 'app'] })
  expect(notes.map(({ text }) => text)).toContainEqual(expect.stringMatching(note))
})
