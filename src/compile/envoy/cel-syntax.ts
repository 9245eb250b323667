import type { Plain } from '../yaml/because.ts'
import type { Cel, Operator } from './cel.ts'

/** The names under which CEL's parser writes operators down (google/cel-spec, syntax.proto, "Expr.Call"). */
const FUNCTIONS: Readonly<Record<Operator, string>> = {
  '||': '_||_',
  '&&': '_&&_',
  '==': '_==_',
  '<=': '_<=_',
  in: '@in',
  '+': '_+_',
  '-': '_-_',
}

/**
 * Prints an expression as its parser would have read it: google.api.expr.v1alpha1.Expr in the JSON form of protobuf.
 *
 * Envoy's RBAC filter takes this form as a policy's `condition`. Its own text form, `cel_expr_string`, is refused by
 * builds without a parser, such as Envoy 1.40's. Expressions are numbered in the order in which they are read.
 */
export function celSyntax(cel: Cel): Plain {
  let last = 0
  const number = (): string => String(++last)
  return write(cel, number)
}

function write(cel: Cel, number: () => string): Plain {
  // 64 bits are text in protobuf's JSON.
  const id = number()
  const inner = (one: Cel): Plain => write(one, number)
  switch (cel.kind) {
    case 'text':
      return { id, const_expr: { string_value: cel.value } }
    case 'double':
      return { id, const_expr: { double_value: cel.value } }
    case 'int':
      return { id, const_expr: { int64_value: String(cel.value) } }
    case 'name':
      return { id, ident_expr: { name: cel.name } }
    case 'member':
      return { id, select_expr: { operand: inner(cel.of), field: cel.member } }
    case 'entry':
      return { id, call_expr: { function: '_[_]', args: [inner(cel.of), inner({ kind: 'text', value: cel.key })] } }
    case 'function':
      return { id, call_expr: { function: cel.name, args: [inner(cel.of)] } }
    case 'method':
      return { id, call_expr: { target: inner(cel.of), function: cel.name, args: [inner(cel.argument)] } }
    case 'not':
      return { id, call_expr: { function: '!_', args: [inner(cel.of)] } }
    case 'operator':
      return { id, call_expr: { function: FUNCTIONS[cel.operator], args: [inner(cel.left), inner(cel.right)] } }
  }
}
