import { describe, expect, test } from 'vitest'
import { attribute, celText } from '../../src/compile/envoy/cel.ts'
import { claimConditions, headerConditions } from '../../src/compile/envoy/claim-conditions.ts'
import { allOf, type Condition } from '../../src/compile/envoy/condition.ts'
import { lineConditions, pinnedHeaderCondition } from '../../src/compile/envoy/line-conditions.ts'
import { readVectors, testKeys, type Vector } from '../assertion/vectors.ts'
import { CelFault, evaluateCel } from './evaluate-cel.ts'
import { parseCel } from './parse-cel.ts'

const vectors = readVectors()
const payload = attribute('payload')
const header = attribute('header')

describe('the conditions', () => {
  /** Whatever verifies the signature has refused what is no token; here are those that conditions are asked about. */
  const asked = vectors.cases.filter((one) => one.lines.length > 0 && partsOf(one) !== undefined)

  test.each(asked)('agree with the contract: $name', (vector) => {
    const conditions = conditionsFor(vector)
    const isMet = isTrue(conditions, vector)
    if ('ip' in vector.expect) expect(isMet || DIFFERING.has(vector.name), unmet(conditions, vector)).toBe(true)
    else if (CONDITIONS_ALONE.has(vector.expect.reason)) expect(isMet).toBe(vector.name === WITHIN_A_SECOND)
  })

  test('are read by CEL’s grammar as they are meant', () => {
    const [vector] = asked
    if (vector === undefined) throw new Error('there are no vectors')
    const all = allOf(conditionsFor(vector))
    expect(evaluateCel(parseCel(celText(all)), factsOf(vector))).toBe(evaluateCel(all, factsOf(vector)))
  })

  test('pin the header that the edge writes, and no other', () => {
    const pinned = pinnedHeaderCondition({ keys: [publicKey()] }, { prefix: 'Bearer ' })
    expect(pinned.rule).toBe('critical-header')
    const good = vectors.cases.find((one) => one.name === 'takes the prefix that Kong needs')
    const critical = vectors.cases.find((one) => one.name === 'refuses crit that is empty')
    if (good === undefined || critical === undefined) throw new Error('the vectors have changed')
    expect(isTrue([pinned], good)).toBe(true)
    expect(isTrue([pinned], { ...critical, lines: critical.lines.map((line) => `Bearer ${line}`) })).toBe(false)
  })

  test('pin nothing where there are no keys', () => {
    const [good] = vectors.cases
    if (good === undefined) throw new Error('there are no vectors')
    expect(isTrue([pinnedHeaderCondition({ keys: [] }, { prefix: '' })], good)).toBe(false)
  })
})

/** What jwt_authn lets through, or may, and only a condition refuses. */
const CONDITIONS_ALONE: ReadonlySet<string> = new Set([
  'repeated-header',
  'too-large',
  'critical-header',
  'wrong-version',
  'wrong-subject',
  'wrong-audience',
  'no-expiry',
  'expired',
  'from-the-future',
  'lifetime-too-long',
  'malformed-address',
  'binding-missing',
  'binding-mismatch',
])

/** Times are compared in whole seconds. */
const WITHIN_A_SECOND = 'refuses a token just over 5 s after its end'

/** What the contract accepts and conditions do not: the prefix is as the topology says, hosts are compared byte by byte. */
const DIFFERING: ReadonlySet<string> = new Set([
  'takes the prefix that Kong needs',
  'takes a token signed with HS256',
  'compares host and path in their one spelling',
  'does not compare what its caller does not know',
])

function conditionsFor({ bind }: Vector): readonly [Condition, ...Condition[]] {
  return [
    ...lineConditions({ prefix: '' }),
    ...headerConditions(header),
    ...claimConditions(payload, { audience: vectors.audience, bind }),
  ]
}

function isTrue(conditions: readonly [Condition, ...Condition[]], vector: Vector): boolean {
  try {
    return evaluateCel(allOf(conditions), factsOf(vector)) === true
  } catch (error) {
    if (!(error instanceof CelFault)) throw error
    return false
  }
}

function unmet(conditions: readonly [Condition, ...Condition[]], vector: Vector): string {
  return conditions.flatMap((one) => (isTrue([one], vector) ? [] : [celText(one.expression)])).join('\n')
}

type Facts = Parameters<typeof evaluateCel>[1]

/** What Envoy would show to the conditions. */
function factsOf(vector: Vector): Facts {
  const { method: asked = 'GET', host = 'shop.example.com', path = '/' } = vector.request ?? {}
  const parts = partsOf(vector)
  return {
    request: {
      headers: { 'x-client-ip-assertion': vector.lines.join(',') },
      time: new Date(vector.now * 1000),
      method: asked,
      host,
      url_path: path.split('?')[0] ?? '',
    },
    header: parts?.header ?? {},
    payload: parts?.payload ?? {},
  }
}

/** Undefined for what is no JSON object. */
function partsOf({ lines }: Vector): { readonly header: Facts; readonly payload: Facts } | undefined {
  const [headerPart = '', payloadPart = ''] = (lines[0] ?? '').replace(/^Bearer /, '').split('.')
  const [read, claims] = [readPart(headerPart), readPart(payloadPart)]
  return read === undefined || claims === undefined ? undefined : { header: read, payload: claims }
}

function readPart(part: string): Facts | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    // Sound: JSON has no other objects than maps and lists.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Facts) : undefined
  } catch {
    return undefined
  }
}

function publicKey() {
  const { d: _, ...key } = testKeys.es256
  // Sound: the vectors' key is one for ES256.
  return key as Parameters<typeof pinnedHeaderCondition>[0]['keys'][number]
}
