import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
