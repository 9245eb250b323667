type Line = readonly [name: string, value: string]

/** Whatever the tables send as an assertion: a word in braces that names one, or a token. */
const TOKEN = /^(?:\{(?!client|forged)|eyJ)/

/** Puts in front of an assertion what this path's edge writes in front of it. */
export function withPrefix(prefix: string, lines: readonly Line[]): readonly Line[] {
  return lines.map((line): Line => {
    const [name, value] = line
    const isAssertion = name.toLowerCase() === 'x-client-ip-assertion' && TOKEN.test(value)
    return isAssertion ? [name, `${prefix}${value}`] : line
  })
}
