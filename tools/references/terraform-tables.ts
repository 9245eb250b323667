export type ModuleFacts = {
  readonly variables?: Readonly<Record<string, ModuleVariable>>
  readonly outputs?: Readonly<Record<string, { readonly description?: string; readonly sensitive?: boolean }>>
}

type ModuleVariable = {
  readonly type?: string
  readonly description?: string
  readonly default: unknown
  readonly required: boolean
  readonly pos: { readonly filename: string; readonly line: number }
}

/** What a module's README says of its inputs and outputs, by the names that `fillTables` knows them by. */
export function tablesOf({ variables = {}, outputs = {} }: ModuleFacts): Readonly<Record<string, string>> {
  const ordered = Object.entries(variables).toSorted(([, a], [, b]) => comparePlaces(a.pos, b.pos))
  const inputs = ordered.map(([name, variable]) => [
    `\`${name}\``,
    code(oneLine(variable.type ?? 'any')),
    variable.required ? 'required' : code(JSON.stringify(variable.default)),
    variable.description ?? '',
  ])
  const given = Object.entries(outputs).map(([name, output]) => [`\`${name}\``, output.description ?? ''])
  return {
    inputs: table(['variable', 'type', 'default', 'what it is'], inputs),
    outputs: table(['output', 'what it is'], given),
  }
}

/** A type on one line, its members apart and without the comments that stand between them. */
function oneLine(type: string): string {
  const lines = type.split('\n').map((line) => line.trim())
  return lines
    .filter((line) => !line.startsWith('#'))
    .join(', ')
    .replaceAll(/([{(]), /g, '$1 ')
    .replaceAll(/, ([})])/g, ' $1')
}

/** Files by name, and the lines of each in their order; `variables.tf` before `variables-account.tf`. */
function comparePlaces(a: ModuleVariable['pos'], b: ModuleVariable['pos']): number {
  if (a.filename === b.filename) return a.line - b.line
  return a.filename.replace('.tf', '') < b.filename.replace('.tf', '') ? -1 : 1
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map(() => '---')
  return `${[head, rule, ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')}\n`
}

/** One line, and no end of a cell where none is meant. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()
}

function code(text: string): string {
  return `\`${cell(text)}\``
}
