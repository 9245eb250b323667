import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../../cli/run-cli.ts'
import { type AccessRequest, type Decision, evaluateAccess } from './evaluate-policy.ts'
import { readPolicy } from './policy-document.ts'

type Vectors = {
  readonly decisions: readonly {
    readonly name: string
    readonly identity?: readonly unknown[]
    readonly resource?: readonly unknown[]
    readonly request: AccessRequest
    readonly decision: Decision
  }[]
  readonly refusals: readonly { readonly name: string; readonly policy: unknown; readonly says: string }[]
}

// Sound: vectors of this test alone, whose members the test reads as what they are.
const vectors = JSON.parse(readFileSync(join(ROOT, 'test/vectors/terraform/policies.json'), 'utf8')) as Vectors

const read = (statements: readonly unknown[]) => readPolicy({ Version: '2012-10-17', Statement: statements })

describe('evaluateAccess', () => {
  test.each(vectors.decisions)('$name', ({ identity = [], resource, request, decision }) => {
    const own = resource === undefined ? undefined : read(resource)
    expect(evaluateAccess({ identity: [read(identity)], resource: own }, request)).toBe(decision)
  })

  test.each(vectors.refusals)('refuses $name', ({ policy, says }) => {
    const request = { principal: 'arn:aws:iam::123456789012:role/edge', action: 'ssm:GetParameter', resource: '*' }
    expect(() => evaluateAccess({ identity: [readPolicy(policy)] }, request)).toThrow(says)
  })
})
