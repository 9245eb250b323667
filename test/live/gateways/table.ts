import { readFileSync } from 'node:fs'

type Line = readonly [name: string, value: string]

export type Request = {
  readonly method: string
  readonly target: string
  readonly lines: readonly Line[]
  /** Without it HTTP/1.1. */
  readonly version?: string
  readonly host?: string
  /** As it is sent, framing and all. */
  readonly body?: string
}

export type Case = {
  readonly name: string
  readonly bind?: 'host' | 'request'
  readonly request: Request & { readonly before?: readonly Request[] }
  /** One of these words; the file says what they mean. */
  readonly want: readonly string[]
  /** The application takes the connection over. */
  readonly upgraded?: true
  readonly unlike?: Readonly<Record<string, { readonly want: readonly string[]; readonly because: string }>>
}

const SPELLINGS = 'every spelling'
type Shortened = Omit<Case, 'request'> & {
  readonly request: Omit<Case['request'], 'lines'> & { readonly lines: readonly (Line | typeof SPELLINGS)[] }
}
type Table = { readonly [SPELLINGS]: readonly Line[]; readonly cases: readonly Shortened[] }

const url = new URL('../../vectors/gateway-requests.json', import.meta.url)
// Sound: the file in the repository is written by hand in this shape.
const table = JSON.parse(readFileSync(url, 'utf8')) as Table

export const CASES: readonly Case[] = table.cases.map((one) => {
  const lines = one.request.lines.flatMap((line) => (line === SPELLINGS ? table[SPELLINGS] : [line]))
  return { ...one, request: { ...one.request, lines } }
})

export function caseNamed(name: string): Case {
  const found = CASES.find((one) => one.name === name)
  if (found === undefined) throw new Error(`the table has no case "${name}"`)
  return found
}

export function wantOf({ want, unlike }: Case, gateway: string): readonly string[] {
  return unlike?.[gateway]?.want ?? want
}
