import type { Note } from '../../src/compile/compiled.ts'
import type { Contract, Holding } from '../../src/compile/contract.ts'

const WORDS: Readonly<Record<Note['kind'], string>> = { warning: 'Warning', limit: 'Limit', step: 'To do' }

/** Notes as a list of a page. */
export function noteList(notes: readonly Note[]): string {
  return notes.map(describeNote).join('\n')
}

function describeNote({ kind, text, source }: Note): string {
  return `- **${WORDS[kind]}.** ${plain(text)}${source === undefined ? '' : ` (<${source}>)`}`
}

/** Who keeps each rule of the contract and how, as a table of a page. */
export function contractTable(contract: Contract): string {
  const rows = Object.entries(contract).map(([rule, holding]) => row(rule, holding))
  return ['| rule | kept by | how |', '|---|---|---|', ...rows].join('\n')
}

function row(rule: string, { by, how }: Holding): string {
  return `| \`${rule}\` | ${by === 'nobody' ? '**nobody**' : by} | ${plain(how).replaceAll('|', '\\|')} |`
}

/** Text that a page shows as it is: in Markdown `<` would begin an element and `*` emphasis. */
function plain(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('\n', ' ')
}
