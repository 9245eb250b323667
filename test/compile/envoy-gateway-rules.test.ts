import { describe, expect, test } from 'vitest'
import { missingMandatory } from '../../src/compile/contract.ts'
import { compileManifests, type Document } from './compile-manifests.ts'
import { at, listOf, membersOf, textOf } from './read-yaml.ts'

const TARGET = 'envoy-gateway'

function pathWith(balancer: string, gateway: object): readonly unknown[] {
  return ['cloudflare', balancer, { product: TARGET, ...gateway }, 'app']
}

const VARIANTS: readonly Document[] = ['1.7', '1.9'].flatMap((version) =>
  ['aws-nlb', 'aws-alb', 'metallb'].flatMap((balancer) =>
    ['native', 'forward-auth'].flatMap((verifies) =>
      ['none', 'request'].map((bind) => ({
        path: pathWith(balancer, { version, verifies }),
        assertion: { bind, prefix: 'Bearer ' },
      })),
    ),
  ),
)

/** Rules that the API server holds these objects to, and that no schema shows. */
describe('the CRDs’ own CEL rules', () => {
  test.for(VARIANTS)('hold for %j', (document) => {
    const { all, spec } = compileManifests(document, TARGET)
    const one = (of: unknown, ...names: readonly string[]): number => {
      const members = membersOf(of)
      return names.filter((name) => name in members).length
    }
    const client = spec('ClientTrafficPolicy')
    expect(one(client, 'targetRef', 'targetRefs')).toBe(1)
    expect(one(at(client, 'clientIPDetection'), 'xForwardedFor', 'customHeader', 'directSourceIP')).toBe(1)
    expect(one(at(client, 'clientIPDetection', 'xForwardedFor'), 'numTrustedHops', 'trustedCIDRs')).toBe(1)
    for (const { spec: security } of all('SecurityPolicy')) {
      expect(one(security, 'targetRef', 'targetRefs')).toBe(1)
      const extAuth = at(security, 'extAuth')
      if (extAuth !== undefined) expect(one(extAuth, 'grpc', 'http')).toBe(1)
      for (const provider of listOf(at(security, 'jwt', 'providers') ?? [])) {
        expect(one(provider, 'localJWKS', 'remoteJWKS')).toBe(1)
        expect(at(provider, 'localJWKS')).toEqual({ type: 'Inline', inline: expect.any(String) })
      }
      for (const rule of listOf(at(security, 'authorization', 'rules') ?? [])) {
        expect(one(rule, 'principal', 'cel')).toBe(1)
        expect(textOf(at(rule, 'cel')).length).toBeLessThanOrEqual(4096)
      }
    }
  })
})

test('no mandatory rule is left to nobody', () => {
  for (const document of VARIANTS) {
    const { contract } = compileManifests(document, TARGET).compiled
    expect(contract === undefined ? ['no contract'] : missingMandatory(contract)).toEqual([])
  }
})
