type TerraformScalar = string | number | boolean | null
type TerraformObject = Readonly<Record<string, TerraformScalar>>
export type TerraformValue = TerraformScalar | readonly string[] | readonly TerraformObject[] | TerraformObject

const HCL_ESCAPES: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' }

/** A variable that a module takes, and what is written above it. */
export type TerraformVariable = { readonly name: string; readonly comment: string; readonly value: TerraformValue }

/** Writes a `.tfvars` file as `terraform fmt` would leave it. */
export function writeTfvars(head: readonly string[], variables: readonly TerraformVariable[]): string {
  const blocks = variables.map(({ name, comment, value }) => `# ${comment}\n${name} = ${show(value)}\n`)
  return `${head.map((line) => `# ${line}\n`).join('')}\n${blocks.join('\n')}`
}

function show(value: TerraformValue): string {
  if (isList(value)) return showList(value)
  return isObject(value) ? showObject(value) : showScalar(value)
}

/** `Array.isArray` says nothing about lists that are readonly. */
function isList(value: TerraformValue): value is readonly string[] | readonly TerraformObject[] {
  return Array.isArray(value)
}

function isObject(value: unknown): value is TerraformObject {
  return typeof value === 'object' && value !== null
}

function showList(items: readonly string[] | readonly TerraformObject[]): string {
  if (items.length === 0) return '[]'
  const lines = items.map((item) => `  ${isObject(item) ? showInLine(item) : showScalar(item)},\n`)
  return `[\n${lines.join('')}]`
}

function showInLine(object: TerraformObject): string {
  const members = Object.entries(object).map(([name, value]) => `${name} = ${showScalar(value)}`)
  return `{ ${members.join(', ')} }`
}

/** Members stand below each other with their signs in one column, as `terraform fmt` wants them. */
function showObject(object: TerraformObject): string {
  const members = Object.entries(object)
  const width = Math.max(...members.map(([name]) => name.length))
  const lines = members.map(([name, value]) => `  ${name.padEnd(width)} = ${showScalar(value)}\n`)
  return `{\n${lines.join('')}}`
}

function showScalar(value: TerraformScalar): string {
  if (typeof value !== 'string') return String(value)
  // A JSON string is one of HCL's but for two escapes that HCL lacks, and the two signs that begin a template.
  return JSON.stringify(value)
    .replaceAll(/\\[\\bf]/g, (pair) => HCL_ESCAPES[pair] ?? pair)
    .replace(/[$%](?=\{)/g, '$&$&')
}
