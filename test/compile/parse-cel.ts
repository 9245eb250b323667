import {
  attribute,
  type Cel,
  call,
  double,
  entry,
  int,
  type Method,
  method,
  not,
  type Operator,
  operator,
  text,
} from '../../src/compile/envoy/cel.ts'

/** How tightly CEL's own grammar binds each (google/cel-spec, langdef.md, "Syntax"), from the loosest. */
const LEVELS: readonly (readonly Operator[])[] = [['||'], ['&&'], ['==', '<=', 'in'], ['+', '-']]
const TOKEN = /\s*('(?:[^'\\]|\\.)*'|\d+\.\d+|\d+|[A-Za-z_][A-Za-z0-9_]*|&&|\|\||==|<=|[!().[\]+-])/y

/** Reads the part of CEL that is used here, by its grammar: a second reading of what is printed. */
export function parseCel(source: string): Cel {
  const tokens = tokensOf(source)
  let at = 0
  const take = (): string => tokens[at++] ?? ''
  const expect = (token: string): void => {
    const found = take()
    if (found !== token) throw new Error(`${found} in place of ${token}`)
  }

  const level = (depth: number): Cel => {
    const signs = LEVELS[depth]
    if (signs === undefined) return unary()
    let left = level(depth + 1)
    for (let sign = next(signs); sign !== undefined; sign = next(signs)) left = operator(left, sign, level(depth + 1))
    return left
  }
  const next = (signs: readonly Operator[]): Operator | undefined => {
    const sign = signs.find((one) => one === tokens[at])
    if (sign !== undefined) at++
    return sign
  }
  const unary = (): Cel => {
    if (tokens[at] !== '!') return postfix()
    at++
    return not(unary())
  }
  const postfix = (): Cel => {
    let of = primary()
    for (;;) {
      if (tokens[at] === '[') {
        at++
        of = entry(of, unquote(take()))
        expect(']')
      } else if (tokens[at] === '.') {
        at++
        of = member(of, take())
      } else return of
    }
  }
  const member = (of: Cel, name: string): Cel => {
    if (tokens[at] !== '(') return { kind: 'member', of, member: name }
    at++
    const argument = level(0)
    expect(')')
    // Sound for what is printed here; any other name would not compare equal.
    return method(of, name as Method, argument)
  }
  const primary = (): Cel => {
    const token = take()
    if (token === '(') {
      const inner = level(0)
      expect(')')
      return inner
    }
    if (token.startsWith("'")) return text(unquote(token))
    if (/^\d+\./.test(token)) return double(Number(token))
    if (/^\d/.test(token)) return int(Number(token))
    if (tokens[at] !== '(') return attribute(token)
    at++
    const argument = level(0)
    expect(')')
    // Sound: as above.
    return call(token as 'size', argument)
  }

  const parsed = level(0)
  if (at !== tokens.length) throw new Error(`${tokens.slice(at).join(' ')} is left over`)
  return parsed
}

function tokensOf(source: string): readonly string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.length) {
    const [, token] = TOKEN.exec(source) ?? []
    if (token === undefined) throw new Error(`no token in ${source}`)
    tokens.push(token)
  }
  return tokens
}

function unquote(token: string): string {
  return token.slice(1, -1).replaceAll(/\\(.)/g, '$1')
}
