import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCanonicalAddress } from '../../src/compile/envoy/canonical-address.ts'
import {
  attribute,
  type Cel,
  call,
  celText,
  double,
  entry,
  equal,
  every,
  has,
  int,
  matches,
  method,
  not,
  operator,
  some,
  text,
} from '../../src/compile/envoy/cel.ts'
import { celSyntax } from '../../src/compile/envoy/cel-syntax.ts'
import { claimConditions, headerConditions } from '../../src/compile/envoy/claim-conditions.ts'
import { allOf, type Condition, unlessExempt } from '../../src/compile/envoy/condition.ts'
import { lineConditions, pinnedHeaderCondition } from '../../src/compile/envoy/line-conditions.ts'
import { parseAddress } from '../../src/net/address.ts'
import { readVectors, testKeys, type Vector } from '../assertion/vectors.ts'
import { CelFault, evaluateCel } from './evaluate-cel.ts'
import { parseCel } from './parse-cel.ts'

const [a, b, c] = [attribute('a'), attribute('b'), attribute('c')]

describe('an expression', () => {
  test.each<{ readonly cel: Cel; readonly want: string }>([
    { cel: every(a, some(b, c)), want: 'a && (b || c)' },
    { cel: some(every(a, b), c), want: 'a && b || c' },
    { cel: not(every(a, b)), want: '!(a && b)' },
    { cel: not(has(a, 'crit')), want: "!('crit' in a)" },
    { cel: operator(a, '-', operator(b, '-', c)), want: 'a - (b - c)' },
    { cel: operator(operator(a, '-', b), '<=', double(300)), want: 'a - b <= 300.0' },
    { cel: equal(call('size', entry(a, 'it’s')), int(3)), want: "size(a['it’s']) == 3" },
    { cel: method(attribute('request.host'), 'endsWith', text(':443')), want: "request.host.endsWith(':443')" },
    { cel: equal(a, text("it's \\")), want: "a == 'it\\'s \\\\'" },
  ])('is printed as $want', ({ cel, want }) => {
    expect(celText(cel)).toBe(want)
  })

  test('is printed so that CEL’s grammar reads the same expression', () => {
    fc.assert(
      fc.property(arbitraryCel, (cel) => {
        expect(parseCel(celText(cel))).toEqual(cel)
      }),
    )
  })

  test('has in its parsed form the names that CEL’s parser gives', () => {
    expect(celSyntax(not(every(has(a, 'x'), matches(attribute('b.c'), '^d'))))).toEqual({
      id: '1',
      call_expr: {
        function: '!_',
        args: [
          {
            id: '2',
            call_expr: {
              function: '_&&_',
              args: [
                {
                  id: '3',
                  call_expr: {
                    function: '@in',
                    args: [
                      { id: '4', const_expr: { string_value: 'x' } },
                      { id: '5', ident_expr: { name: 'a' } },
                    ],
                  },
                },
                {
                  id: '6',
                  call_expr: {
                    target: { id: '7', select_expr: { operand: { id: '8', ident_expr: { name: 'b' } }, field: 'c' } },
                    function: 'matches',
                    args: [{ id: '9', const_expr: { string_value: '^d' } }],
                  },
                },
              ],
            },
          },
        ],
      },
    })
  })

  test.each([
    [double(1.5), { const_expr: { double_value: 1.5 } }],
    [int(2048), { const_expr: { int64_value: '2048' } }],
  ] as const)('has numbers of its two types in its parsed form: %j', (cel, want) => {
    expect(celSyntax(cel)).toEqual({ id: '1', ...want })
  })
})

describe('a canonical address', () => {
  const isCanonical = isCanonicalAddress(attribute('ip'))
  const check = (ip: string): void => {
    expect(evaluateCel(isCanonical, { ip }), ip).toBe(parseAddress(ip) === ip)
  }
  const group = fc.oneof(
    { weight: 3, arbitrary: fc.constant('0') },
    { weight: 2, arbitrary: fc.constantFrom('ffff', '1', '00', '0a', 'AB', '12345', '') },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)) },
  )
  const side = fc.array(group, { maxLength: 8 }).map((groups) => groups.join(':'))
  const octets = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 })

  test('is one that prints back to itself, among texts that look like IPv6', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          side,
          fc.tuple(side, side).map((both) => both.join('::')),
        ),
        check,
      ),
      { numRuns: 20_000 },
    )
  })

  test('is found among the ways to write one IPv6 address', () => {
    const words = fc.array(fc.constantFrom('0', '0', '0', '1', 'ffff'), { minLength: 8, maxLength: 8 })
    const from = fc.integer({ min: 0, max: 7 })
    const runs = fc.tuple(words, from, from).map(([groups, start, length]) => {
      const [before, behind] = [groups.slice(0, start), groups.slice(start + length)]
      return `${before.join(':')}::${behind.join(':')}`
    })
    fc.assert(
      fc.property(
        fc.oneof(
          runs,
          words.map((groups) => groups.join(':')),
        ),
        check,
      ),
      { numRuns: 20_000 },
    )
  })

  test('is one that prints back to itself, among texts that look like IPv4', () => {
    fc.assert(
      fc.property(
        octets.map((parts) => parts.join('.')),
        check,
      ),
      { numRuns: 5_000 },
    )
  })

  test.each(['::', '::1', '192.0.2.7', '2001:db8::7', '1:0:0:2::3', '0:0:1::'])('of the table: %s', check)

  test('takes no pattern of more than 100 instructions, which Envoy refuses', () => {
    // RE2 counts about one for a character, a class and a repetition; Envoy itself is asked by the live tests.
    for (const [, pattern = ''] of celText(isCanonical).matchAll(/'([^']+)'/g)) expect(pattern.length).toBeLessThan(120)
  })
})

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

  test.each([
    { method: 'GET', path: '/healthz', want: true },
    { method: 'HEAD', path: '/healthz', want: false },
    { method: 'GET', path: '/healthz/', want: false },
  ])('let pass what is exempt alone: $method $path', ({ method: asked_, path, want }) => {
    const demanded = equal(text('a'), text('b'))
    const cel = unlessExempt([{ method: 'GET', path: '/healthz' }], demanded)
    expect(evaluateCel(cel, { request: { method: asked_, url_path: path } })).toBe(want)
    expect(unlessExempt([], demanded)).toBe(demanded)
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

const name = fc.constantFrom('request', 'payload', 'x_1')
const leaf: fc.Arbitrary<Cel> = fc.oneof(
  name.map(attribute),
  fc.string({ maxLength: 4 }).map(text),
  fc.integer({ min: 0, max: 999 }).map(int),
  fc.integer({ min: 0, max: 999 }).map((value) => double(value / 4)),
)
const { cel: arbitraryCel } = fc.letrec<{ cel: Cel }>((tie) => ({
  cel: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    tie('cel').map(not),
    fc
      .tuple(tie('cel'), fc.constantFrom('||', '&&', '==', '<=', 'in', '+', '-'), tie('cel'))
      .map((all) => operator(...all)),
    fc.tuple(name.map(attribute), fc.string({ maxLength: 4 })).map(([of, key]) => entry(of, key)),
    fc.tuple(fc.constantFrom('size', 'int', 'double'), tie('cel')).map(([of, inner]) => call(of, inner)),
    fc.tuple(name.map(attribute), fc.constantFrom('contains', 'matches'), tie('cel')).map((all) => method(...all)),
  ),
}))
