import { describe, expect, test } from 'vitest'
import type { HeaderLine } from '../../src/headers/header-line.ts'
import { resolve } from '../../src/resolve/resolve.ts'
import vectors from '../vectors/resolution.json' with { type: 'json' }
import { policyOf, type Secrets } from './policies.ts'

type Case = {
  readonly name: string
  readonly policy: string
  readonly peer?: string
  readonly peerIPv6?: string
  readonly platform?: string
  readonly secrets?: Secrets
  readonly headers: readonly HeaderLine[]
  readonly want: { readonly ok: boolean }
  readonly anomalies?: readonly string[]
}

// Sound: the file is written in this shape, and a case that is not fails its own test.
const cases = vectors.cases as readonly unknown[] as readonly Case[]
const policies: Readonly<Record<string, object>> = vectors.policies

describe('the resolution vectors', () => {
  test.each(cases)('$policy: $name', ({ policy, peer, peerIPv6, platform, secrets, headers, want, anomalies }) => {
    const compiled = policyOf(policies[policy] ?? {}, secrets ?? vectors.secrets, platform)
    const resolution = resolve(compiled, { peer, peerIPv6, headers })
    expect(resolution).toMatchObject(want)
    if (!resolution.ok) expect(resolution.nearest).toBe('nearest' in want ? want.nearest : undefined)
    if (anomalies !== undefined) expect([...resolution.anomalies].sort()).toEqual([...anomalies].sort())
  })

  test('use every policy they define', () => {
    expect(new Set(cases.map(({ policy }) => policy))).toEqual(new Set(Object.keys(policies)))
  })
})
