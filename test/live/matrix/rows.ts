import { readFileSync } from 'node:fs'

type Line = readonly [name: string, value: string]

/** What stands before a request: the kinds of PROXY header, as the table calls them. */
export type Preamble = 'v1' | 'v2' | 'v1 forged' | 'v2 forged' | 'local' | 'unknown'

export type Row = {
  readonly name: string
  readonly group: Group
  readonly method: string
  readonly target: string
  readonly lines: readonly Line[]
  /** One of these words; the file says what they mean. */
  readonly want: readonly string[]
  /** What HTTP/2 may say besides, for lines that it forbids. */
  readonly orInHttp2: readonly string[]
  readonly needs?: 'open' | 'proxy' | 'plain' | undefined
  readonly proxy?: readonly Preamble[] | undefined
  /** Over IPv4 alone: there ::1 is the only address of its kind. */
  readonly from?: 'stranger' | undefined
}

/** The columns of the page. */
export const GROUPS = ['honest', 'forged', 'filter off', 'assertions', 'PROXY'] as const
export type Group = (typeof GROUPS)[number]

type Request = Pick<Row, 'method' | 'target' | 'lines'>
type Forgery = {
  readonly name: string
  readonly lines: readonly Line[]
  readonly orRefused?: true
  readonly malformedInHttp2?: true
}
type Situation = Pick<Row, 'name' | 'want' | 'needs'> & { readonly request: Request }
type Assertion = { readonly name: string; readonly lines: readonly Line[]; readonly target?: string }
type Before = Pick<Row, 'name' | 'want' | 'from'> & {
  readonly proxy: readonly Preamble[]
  readonly target?: string
  readonly sealed: boolean
}
type Table = {
  readonly forgeries: readonly Forgery[]
  readonly situations: readonly Situation[]
  readonly assertions: readonly Assertion[]
  readonly routes: readonly (Request & Pick<Row, 'name' | 'want'>)[]
  readonly proxy: readonly Before[]
  readonly plain: readonly Before[]
}

const url = new URL('../../vectors/gateway-matrix.json', import.meta.url)
// Sound: the file in the repository is written by hand in this shape.
const table = JSON.parse(readFileSync(url, 'utf8')) as Table

/** The whole table, each forgery in each situation. */
export const ROWS: readonly Row[] = [
  ...table.forgeries.flatMap((forgery) => table.situations.map((situation) => forged(forgery, situation))),
  ...table.assertions.flatMap((assertion) =>
    table.routes.map((route): Row => {
      const name = `an assertion, ${assertion.name}: ${route.name}`
      const target = assertion.target ?? route.target
      const isExempt = route.target === '/health'
      return {
        name,
        group: 'assertions',
        method: route.method,
        target: isExempt ? route.target : target,
        lines: [...assertion.lines, ...route.lines],
        want: route.want,
        orInHttp2: [],
      }
    }),
  ),
  ...table.proxy.map((one) => behind(one, 'proxy')),
  ...table.plain.map((one) => behind(one, 'plain')),
]

function forged(forgery: Forgery, { name, request, want, needs }: Situation): Row {
  const also = forgery.orRefused === true && !want.includes('nobody') ? ['refused'] : []
  const isHonest = forgery.lines.length === 0
  const group = isHonest ? 'honest' : 'forged'
  return {
    name: `${forgery.name}, ${name}`,
    group: needs === 'open' ? 'filter off' : group,
    ...request,
    lines: [...forgery.lines, ...request.lines],
    want: [...want, ...also],
    orInHttp2: forgery.malformedInHttp2 === true ? ['refused', 'closed'] : [],
    needs,
  }
}

function behind({ name, want, proxy, from, target = '/', sealed }: Before, needs: 'proxy' | 'plain'): Row {
  const lines: Line[] = [
    ['X-Client-IP', '{forged}'],
    ['X-Forwarded-For', '{forged}'],
  ]
  if (sealed) lines.push(['X-Client-IP-Assertion', '{sealed}'])
  return { name, group: 'PROXY', method: 'GET', target, lines, want, orInHttp2: [], needs, proxy, from }
}
