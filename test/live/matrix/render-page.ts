import { CONTRACT_RULES } from '../../../src/compile/index.ts'
import type { Bind } from './compile-plane.ts'
import type { Count, NotRun, Results } from './results.ts'
import { GROUPS } from './rows.ts'

type Cells = readonly string[]

const NOT_RUN = 'not run'
const BINDS: readonly Bind[] = ['none', 'host', 'request']

/** The generated part of docs/matrix.md: only what has run is claimed, and what has not says so. */
export function renderPage(all: readonly Results[]): string {
  return [
    '## What has been seen',
    renderSummary(all),
    '## Over what',
    table(['data plane', 'ways in', 'not over'], all.map(waysOf)),
    '## Who keeps which rule',
    renderRules(all.filter(({ contract }) => contract !== undefined)),
    '## What comes out otherwise',
    ...sectionsOf(all, otherwiseOf, 'Nothing does.'),
    '## What has not run',
    ...sectionsOf(all, notRunOf, 'Everything has.'),
  ].join('\n\n')
}

/** Planes by groups of rows, which is what a run prints at its end as well. */
export function renderSummary(all: readonly Results[]): string {
  const heads = ['data plane', 'evidence', ...GROUPS, 'byte by byte', 'contract', 'holes seen', 'rotation']
  return table(heads, all.map(summaryOf))
}

function summaryOf({ name, version, evidence, matrix, contract, rotation }: Results): Cells {
  return [
    version === undefined ? name : `${name} (${version})`,
    evidence,
    ...GROUPS.map((group) => show(matrix?.rows[group])),
    show(matrix && sum(Object.values(matrix.bytes))),
    show(contract && sum(Object.values(contract.bound))),
    matrix === undefined ? NOT_RUN : `${matrix.holes.length}`,
    rotation === undefined ? NOT_RUN : 'held',
  ]
}

function show(count: Count | undefined): string {
  if (count === undefined) return NOT_RUN
  return count.otherwise === 0 ? `${count.held}` : `${count.held} and ${count.otherwise} otherwise`
}

function sum(counts: readonly (Count | NotRun)[]): Count {
  const ran = counts.flatMap((one) => ('notRun' in one ? [] : [one]))
  return {
    held: ran.reduce((total, { held }) => total + held, 0),
    otherwise: ran.reduce((total, { otherwise }) => total + otherwise, 0),
  }
}

function waysOf({ name, matrix }: Results): Cells {
  if (matrix === undefined) return [name, NOT_RUN, '']
  const reasons = new Map<string, string[]>()
  for (const [way, because] of Object.entries(matrix.notOver)) {
    reasons.set(because, [...(reasons.get(because) ?? []), way])
  }
  const notOver = [...reasons].map(([because, ways]) => `${ways.join('; ')}: ${because}`)
  return [name, matrix.ways.join('; '), notOver.join('. ')]
}

const KEEPERS = ['product', 'compiled', 'service', 'nobody'] as const

function renderRules(all: readonly Results[]): string {
  const heads = ['data plane', 'the product', 'compiled lines', 'the verifier service', 'nobody']
  return table(heads, all.map(rulesOf))
}

function rulesOf({ name, contract }: Results): Cells {
  const by = (keeper: (typeof KEEPERS)[number]): string =>
    CONTRACT_RULES.filter((rule) => contract?.by[rule] === keeper).join(', ')
  return [name, ...KEEPERS.map(by)]
}

type Section = { readonly name: string; readonly lines: readonly string[] }

function sectionsOf(all: readonly Results[], linesOf: (one: Results) => readonly string[], none: string): Cells {
  const sections = all.map((one): Section => ({ name: one.name, lines: linesOf(one) }))
  const filled = sections.filter(({ lines }) => lines.length > 0)
  if (filled.length === 0) return [none]
  return filled.map(({ name, lines }) => [`**${name}**`, '', ...lines.map((line) => `- ${line}`)].join('\n'))
}

function otherwiseOf({ matrix, contract }: Results): readonly string[] {
  return [...(matrix?.otherwise ?? []), ...(contract?.otherwise ?? [])].map(
    ({ name, want, because }) => `${name}: ${want.join(' or ')}. ${because}`,
  )
}

function notRunOf({ matrix, contract, rotation }: Results): readonly string[] {
  const groups = GROUPS.filter((group) => matrix !== undefined && matrix.rows[group] === undefined)
  const bound = BINDS.flatMap((bind) => {
    const part = contract?.bound[bind]
    if (part === undefined) return []
    return 'notRun' in part ? [part.notRun] : notAsked(bind, part.notAsked)
  })
  return [
    ...(matrix === undefined ? ['the matrix'] : []),
    ...groups.map((group) => `rows: ${group}`),
    ...(contract === undefined ? ['the contract'] : []),
    ...bound,
    ...(rotation === undefined ? ['rotation'] : []),
  ]
}

function notAsked(bind: Bind, count: number): readonly string[] {
  return count === 0 ? [] : [`bind ${bind}: ${count} vectors that a running gateway cannot be asked`]
}

function table(heads: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}
