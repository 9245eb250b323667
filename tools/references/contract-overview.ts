import { CONTRACT_RULES, type Holding, MANDATORY_RULES } from '../../src/compile/contract.ts'
import type { CompiledReference } from './compile-references.ts'

const MARKS: Readonly<Record<Holding['by'], string>> = { product: 'P', compiled: 'C', service: 'S', nobody: '**-**' }

/** One table of all gateways that verify, for the references behind a Network Load Balancer, and what nobody keeps there. */
export function contractOverview(all: readonly CompiledReference[]): string {
  const shown = all.filter(({ reference, compiled }) => {
    return reference.name.startsWith('cloudflare-nlb-') && compiled.contract !== undefined
  })
  const heads = shown.map(({ reference }) => reference.name.slice('cloudflare-nlb-'.length))
  const rows = CONTRACT_RULES.map((rule) => {
    const marks = shown.map(({ compiled }) => markOf(compiled.contract?.[rule]))
    return `| \`${rule}\`${MANDATORY_RULES.includes(rule) ? ' (mandatory)' : ''} | ${marks.join(' | ')} |`
  })
  const table = [`| rule | ${heads.join(' | ')} |`, `|---|${heads.map(() => '---|').join('')}`, ...rows].join('\n')
  return `${table}\n`
}

function markOf(holding: Holding | undefined): string {
  return holding === undefined ? '' : MARKS[holding.by]
}
