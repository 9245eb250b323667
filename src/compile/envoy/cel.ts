/**
 * An expression of CEL, the Common Expression Language, as far as Envoy evaluates it for the contract.
 *
 * It is written once and printed twice: {@link celText} for what takes text (kgateway's `matchExpressions`), and
 * `celSyntax` for Envoy itself, whose RBAC filter takes the parsed form alone.
 */
export type Cel =
  | { readonly kind: 'text'; readonly value: string }
  /** A double: every number in a token's payload is one, as it reaches Envoy in a protobuf Struct. */
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Cel; readonly member: string }
  | { readonly kind: 'operator'; readonly operator: Operator; readonly left: Cel; readonly right: Cel }
  | { readonly kind: 'not'; readonly of: Cel }
  | { readonly kind: 'entry'; readonly of: Cel; readonly key: string }
  | { readonly kind: 'function'; readonly name: 'size' | 'int' | 'double'; readonly of: Cel }
  | { readonly kind: 'method'; readonly name: Method; readonly of: Cel; readonly argument: Cel }

export type Operator = '||' | '&&' | '==' | '<=' | 'in' | '+' | '-'

/** `matches` finds a part, in RE2: patterns carry their own `^` and `$`. */
export type Method = 'contains' | 'endsWith' | 'matches' | 'startsWith'

export function text(value: string): Cel {
  return { kind: 'text', value }
}

export function double(value: number): Cel {
  return { kind: 'double', value }
}

export function int(value: number): Cel {
  return { kind: 'int', value }
}

/** A path from an attribute of Envoy: `request.url_path`. */
export function attribute(path: string): Cel {
  const [first = '', ...members] = path.split('.')
  return members.reduce<Cel>((of, member) => ({ kind: 'member', of, member }), { kind: 'name', name: first })
}

export function entry(of: Cel, key: string): Cel {
  return { kind: 'entry', of, key }
}

export function operator(left: Cel, sign: Operator, right: Cel): Cel {
  return { kind: 'operator', operator: sign, left, right }
}

export function equal(left: Cel, right: Cel): Cel {
  return operator(left, '==', right)
}

export function atMost(left: Cel, right: Cel): Cel {
  return operator(left, '<=', right)
}

export function not(of: Cel): Cel {
  return { kind: 'not', of }
}

export function has(map: Cel, key: string): Cel {
  return operator(text(key), 'in', map)
}

export function call(name: 'size' | 'int' | 'double', of: Cel): Cel {
  return { kind: 'function', name, of }
}

export function method(of: Cel, name: Method, argument: Cel): Cel {
  return { kind: 'method', name, of, argument }
}

export function matches(of: Cel, pattern: string): Cel {
  return method(of, 'matches', text(pattern))
}

/** An operand that fails makes the whole fail, unless another one is false: a policy does not match either way. */
export function every(first: Cel, ...others: readonly Cel[]): Cel {
  return others.reduce((left, right) => operator(left, '&&', right), first)
}

export function some(first: Cel, ...others: readonly Cel[]): Cel {
  return others.reduce((left, right) => operator(left, '||', right), first)
}

/** How tightly each binds (CEL's language definition, "Syntax"); what binds looser than its surroundings is bracketed. */
const TIGHTNESS: Readonly<Record<Operator, number>> = { '||': 1, '&&': 2, '==': 3, '<=': 3, in: 3, '+': 4, '-': 4 }
const UNARY = 5

/** Prints an expression as people write it, on one line. */
export function celText(cel: Cel): string {
  return print(cel, 0)
}

function print(cel: Cel, around: number): string {
  switch (cel.kind) {
    case 'text':
      return quote(cel.value)
    case 'double':
      return Number.isInteger(cel.value) ? cel.value.toFixed(1) : String(cel.value)
    case 'int':
      return String(cel.value)
    case 'name':
      return cel.name
    case 'member':
      return `${print(cel.of, UNARY)}.${cel.member}`
    case 'entry':
      return `${print(cel.of, UNARY)}[${quote(cel.key)}]`
    case 'function':
      return `${cel.name}(${print(cel.of, 0)})`
    case 'method':
      return `${print(cel.of, UNARY)}.${cel.name}(${print(cel.argument, 0)})`
    case 'not':
      return `!${print(cel.of, UNARY)}`
    case 'operator':
      return printOperator(cel, around)
  }
}

function printOperator(cel: Extract<Cel, { readonly kind: 'operator' }>, around: number): string {
  const own = TIGHTNESS[cel.operator]
  // Left of its own kind needs no brackets, right of it does.
  const written = `${print(cel.left, own)} ${cel.operator} ${print(cel.right, own + 1)}`
  return own < around ? `(${written})` : written
}

function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
