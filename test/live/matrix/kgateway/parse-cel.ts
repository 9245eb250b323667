import { type Cel, type Method, type Operator, operator } from '../../../../src/compile/envoy/cel.ts'

const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*')|(\d+\.\d+)|(\d+)|([A-Za-z_]\w*)|(&&|\|\||==|<=|[-+!().,[\]]))/y
const LEVELS: readonly (readonly Operator[])[] = [['||'], ['&&'], ['==', '<=', 'in'], ['+', '-']]
const FUNCTIONS: readonly string[] = ['size', 'int', 'double']
const METHODS: readonly string[] = ['contains', 'endsWith', 'matches', 'startsWith']

/** Reads expressions of the part of CEL that is compiled, as kgateway's own parser reads all of it. */
export function parseCel(source: string): Cel {
  const tokens = tokenize(source)
  let at = 0
  const peek = (): string => tokens[at] ?? ''
  const take = (wanted?: string): string => {
    const token = peek()
    if (token === '' || (wanted !== undefined && token !== wanted)) {
      throw new Error(
        `expected ${wanted ?? 'something'}, not ${token || 'the end'}, behind ${tokens.slice(0, at).join(' ').slice(-40)}`,
      )
    }
    at += 1
    return token
  }

  function binary(level: number): Cel {
    const signs: readonly string[] = LEVELS[level] ?? []
    if (signs.length === 0) return unary()
    let left = binary(level + 1)
    // Sound: the sign is one of this level's.
    while (signs.includes(peek())) left = operator(left, take() as Operator, binary(level + 1))
    return left
  }

  function unary(): Cel {
    if (peek() !== '!') return postfix(primary())
    take('!')
    return { kind: 'not', of: unary() }
  }

  function primary(): Cel {
    const token = take()
    if (token === '(') {
      const inner = binary(0)
      take(')')
      return inner
    }
    if (token.startsWith("'")) return { kind: 'text', value: unquote(token) }
    if (/^\d+\.\d+$/.test(token)) return { kind: 'double', value: Number(token) }
    if (/^\d+$/.test(token)) return { kind: 'int', value: Number(token) }
    if (FUNCTIONS.includes(token) && peek() === '(') {
      // Sound: it is one of the list.
      return { kind: 'function', name: token as 'size' | 'int' | 'double', of: argument() }
    }
    return { kind: 'name', name: token }
  }

  function postfix(of: Cel): Cel {
    if (peek() === '[') {
      take('[')
      const key = unquote(take())
      take(']')
      return postfix({ kind: 'entry', of, key })
    }
    if (peek() !== '.') return of
    take('.')
    const name = take()
    if (peek() !== '(') return postfix({ kind: 'member', of, member: name })
    if (!METHODS.includes(name)) throw new Error(`no method ${name}`)
    // Sound: it is one of the list.
    return postfix({ kind: 'method', name: name as Method, of, argument: argument() })
  }

  function argument(): Cel {
    take('(')
    const inner = binary(0)
    take(')')
    return inner
  }

  const whole = binary(0)
  if (at < tokens.length) throw new Error(`nothing can stand behind ${tokens.slice(0, at).join(' ').slice(-40)}`)
  return whole
}

function tokenize(source: string): readonly string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (source.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex
    const [, ...groups] = TOKEN.exec(source) ?? []
    const token = groups.find((one) => one !== undefined)
    if (token === undefined) throw new Error(`cannot be read: ${source.slice(from, from + 40)}`)
    tokens.push(token)
  }
  return tokens
}

function unquote(token: string): string {
  return token.slice(1, -1).replaceAll(/\\(.)/g, '$1')
}
