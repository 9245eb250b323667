/** A JSON Schema, as far as ours go. */
export type SchemaNode = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly default?: unknown
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
}

export type Row = readonly [key: string, type: string, fallback: string]

/** The rows of a table that has every key of a schema. */
export function rowsOf(node: SchemaNode, prefix = ''): readonly Row[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, member]): readonly Row[] => {
    const key = `${prefix}${name}`
    const row: Row = [`\`${key}\``, typeOf(member), defaultOf(member, node.required?.includes(name) === true)]
    // Its keys are those of the document itself.
    if (key === 'shadow') return [row]
    return [row, ...rowsOf(member, `${key}.`), ...rowsOf(member.items ?? {}, `${key}[].`)]
  })
}

function typeOf(node: SchemaNode): string {
  if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(', or ')
  if (node.const !== undefined) return `\`"${node.const}"\``
  if (node.enum !== undefined) return node.enum.map((value) => `\`"${value}"\``).join(', ')
  const { type = '' } = node
  switch (type) {
    case 'boolean':
      return '`true`, `false`'
    case 'integer':
      return `whole number, ${node.minimum} to ${node.maximum}`
    case 'number':
      return `number, ${node.minimum} to ${node.maximum}`
    case 'array':
      return `list of ${node.items?.type === 'object' ? 'objects' : 'texts'}${node.minItems === undefined ? '' : `, at least ${node.minItems}`}`
    case 'string':
      return textType(node)
    default:
      return type
  }
}

function textType({ pattern, minLength = 0, maxLength }: SchemaNode): string {
  if (pattern !== undefined) return `text, \`${pattern.replaceAll('\\/', '/')}\``
  if (maxLength === undefined) return 'text'
  return minLength === 0 ? `text, up to ${maxLength} characters` : `text, ${minLength} to ${maxLength} characters`
}

function defaultOf(node: SchemaNode, isRequired: boolean): string {
  if (isRequired) return 'required'
  return node.default === undefined ? 'none' : `\`${JSON.stringify(node.default)}\``
}
