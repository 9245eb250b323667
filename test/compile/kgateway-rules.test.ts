import { describe, expect, test } from 'vitest'
import { missingMandatory } from '../../src/compile/contract.ts'
import { compileManifests, type Document } from './compile-manifests.ts'
import { at, isMembers, listOf, type Members, membersOf, textOf } from './read-yaml.ts'

const TARGET = 'kgateway'

function pathWith(balancer: string, gateway: object = {}, app: object = {}): readonly unknown[] {
  return ['cloudflare', balancer, { product: TARGET, ...gateway }, { product: 'app', ...app }]
}

const VARIANTS: readonly Document[] = ['2.2', '2.3', '2.4'].flatMap((version) =>
  ['aws-nlb', 'aws-alb', 'metallb'].flatMap((balancer) =>
    ['native', 'forward-auth', false].flatMap((verifies) =>
      ['none', 'request'].map((bind) => ({
        path: pathWith(balancer, { version, verifies }, { verifies: verifies === false }),
        assertion: { bind, prefix: 'Bearer ' },
      })),
    ),
  ),
)

/** Rules and limits that the API server holds these objects to, and that no check of shapes shows. */
describe('the CRDs’ own CEL rules', () => {
  test.for(VARIANTS)('hold for %j', (document) => {
    const { all, spec } = compileManifests(document, TARGET)
    const one = (of: object, ...names: readonly string[]): number => names.filter((name) => name in of).length
    const httpSettings = membersOf(at(spec('ListenerPolicy'), 'default', 'httpSettings'))
    expect(one(httpSettings, 'xffNumTrustedHops', 'xffTrustedCIDRs')).toBe(1)
    if ('xffTrustedCIDRs' in httpSettings) expect(httpSettings.useRemoteAddress).toBe(false)
    for (const { spec: extension } of all('GatewayExtension')) {
      expect(one(membersOf(extension), 'jwt', 'extAuth')).toBe(1)
      for (const provider of listOf(at(extension, 'jwt', 'providers') ?? [])) {
        expect(namesAt(provider, 'jwks')).toEqual(['local'])
        expect(namesAt(provider, 'jwks', 'local')).toEqual(['inline'])
        expect(namesAt(provider, 'tokenSource')).toEqual(['header'])
        expect(textOf(at(provider, 'jwks', 'local', 'inline')).length).toBeLessThanOrEqual(16_384)
      }
    }
    for (const { spec: policy } of all('TrafficPolicy')) {
      for (const member of ['jwtAuth', 'extAuth'].map((name) => at(policy, name)).filter(isMembers)) {
        expect(one(member, 'extensionRef', 'disable')).toBe(1)
      }
      // Of several expressions any one would let pass.
      const rbac = at(policy, 'rbac')
      if (rbac !== undefined)
        expect(at(rbac, 'policy', 'matchExpressions')).toEqual([expect.stringMatching(/^[\s\S]{1,16384}$/)])
    }
    for (const names of removedLists(all)) {
      expect(new Set(names).size).toBe(names.length)
      expect(names.length).toBeLessThanOrEqual(16)
    }
  })
})

function namesAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return Object.keys(membersOf(at(value, ...path)))
}

function removedLists(all: (kind: string) => readonly Members[]): readonly (readonly unknown[])[] {
  return [
    ...all('ListenerPolicy').map((one) =>
      at(one, 'spec', 'default', 'httpSettings', 'earlyRequestHeaderModifier', 'remove'),
    ),
    ...all('TrafficPolicy').map((one) => at(one, 'spec', 'headerModifiers', 'request', 'remove') ?? []),
    ...all('HTTPRoute').map((one) => at(one, 'spec', 'rules', 0, 'filters', 0, 'requestHeaderModifier', 'remove')),
  ].map(listOf)
}

test('no mandatory rule is left to nobody', () => {
  for (const document of VARIANTS) {
    const { contract } = compileManifests(document, TARGET).compiled
    expect(contract === undefined ? [] : missingMandatory(contract)).toEqual([])
  }
})
