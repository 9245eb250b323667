/** What GitHub knows when it decides: `github`, `vars` and whatever else an expression names. */
export type Context = { readonly [name: string]: unknown }

const TOKEN = /\s*(?:(&&|\|\||==|!=|[()])|'((?:[^']|'')*)'|([a-zA-Z_][\w.-]*))/y

type Token = { readonly symbol: string } | { readonly text: string } | { readonly path: string }

/** The tokens of a condition, and how far they have been read. */
type Reading = { readonly condition: string; readonly context: Context; readonly tokens: readonly Token[]; at: number }

/**
 * Whether a condition of a workflow holds: comparisons of texts, `&&`, `||` and parentheses, as GitHub's documentation has
 * them (what is not there is an empty text; texts are compared without regard to case).
 *
 * @throws SyntaxError at anything else, since a condition that is misread would be judged wrong in silence.
 */
export function evaluateCondition(condition: string, context: Context): boolean {
  const reading: Reading = { condition, context, tokens: tokensOf(condition), at: 0 }
  const value = readEither(reading)
  if (reading.at !== reading.tokens.length) throw new SyntaxError(`something behind the end of ${condition}`)
  return isTrue(value)
}

function take(reading: Reading, symbol: string): boolean {
  const token = reading.tokens[reading.at]
  if (token === undefined || !('symbol' in token) || token.symbol !== symbol) return false
  reading.at += 1
  return true
}

function readEither(reading: Reading): unknown {
  let value = readBoth(reading)
  while (take(reading, '||')) {
    const right = readBoth(reading)
    value = isTrue(value) ? value : right
  }
  return value
}

function readBoth(reading: Reading): unknown {
  let value = readComparison(reading)
  while (take(reading, '&&')) {
    const right = readComparison(reading)
    value = isTrue(value) ? right : value
  }
  return value
}

function readComparison(reading: Reading): unknown {
  const left = readValue(reading)
  if (take(reading, '==')) return isSame(left, readValue(reading))
  if (take(reading, '!=')) return !isSame(left, readValue(reading))
  return left
}

function readValue(reading: Reading): unknown {
  if (take(reading, '(')) {
    const value = readEither(reading)
    if (!take(reading, ')')) throw new SyntaxError(`unclosed in ${reading.condition}`)
    return value
  }
  const token = reading.tokens[reading.at]
  reading.at += 1
  if (token === undefined || 'symbol' in token)
    throw new SyntaxError(`no value where one belongs: ${reading.condition}`)
  return 'text' in token ? token.text : lookUp(reading.context, token.path)
}

function tokensOf(condition: string): readonly Token[] {
  const tokens: Token[] = []
  const text = condition.trim()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) throw new SyntaxError(`not understood: ${text.slice(start)}`)
    const [, symbol, quoted, path] = match
    if (symbol !== undefined) tokens.push({ symbol })
    else if (path !== undefined) tokens.push({ path })
    else tokens.push({ text: (quoted ?? '').replaceAll("''", "'") })
  }
  return tokens
}

function lookUp(context: Context, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    // Sound: members of what is no object are undefined.
    return (Object(inner) as Context)[name]
  }, context)
}

function isSame(left: unknown, right: unknown): boolean {
  return asText(left) === asText(right)
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value.toLowerCase()
  throw new SyntaxError(`only texts are compared here, not ${JSON.stringify(value)}`)
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== ''
}
