import { expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/index.ts'
import { codeIn, pageNamed, rowsUnder } from './pages.ts'

type Node = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
  readonly anyOf?: readonly Node[]
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

const HEADS = '| key | type | default | meaning |'
const shown = rowsUnder(pageNamed('docs/configuration.md'), HEADS)

// Sound: the schema is a JSON Schema, and every member of a node is optional here.
const schema = configJsonSchema() as Node

type Row = readonly [key: string, type: string, fallback: string]

function rowsOf(node: Node, prefix = ''): readonly Row[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, member]): readonly Row[] => {
    const key = `${prefix}${name}`
    const row: Row = [`\`${key}\``, typeOf(member), defaultOf(member, node.required?.includes(name) === true)]
    if (key === 'shadow') return [row]
    return [row, ...rowsOf(member, `${key}.`), ...rowsOf(member.items ?? {}, `${key}[].`)]
  })
}

function typeOf(node: Node): string {
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

function textType({ pattern, minLength = 0, maxLength }: Node): string {
  if (pattern !== undefined) return `text, \`${pattern.replaceAll('\\/', '/')}\``
  if (maxLength === undefined) return 'text'
  return minLength === 0 ? `text, up to ${maxLength} characters` : `text, ${minLength} to ${maxLength} characters`
}

function defaultOf(node: Node, isRequired: boolean): string {
  if (isRequired) return 'required'
  return node.default === undefined ? 'none' : `\`${JSON.stringify(node.default)}\``
}

test('docs/configuration.md has every key of the schema with its type and default, and no other', () => {
  const byKey = (a: Row, b: Row): number => (a[0] < b[0] ? -1 : 1)
  const rows = shown.map(([key = '', type = '', fallback = '']): Row => [key, type, fallback])
  expect(rows.toSorted(byKey)).toEqual(rowsOf(schema).toSorted(byKey))
})

test('docs/configuration.md says what every key means', () => {
  expect(shown.filter(([, , , meaning = '']) => meaning === '')).toEqual([])
})

test('the keys of "shadow" are keys of the document under the same rules, and its row names them', () => {
  const { properties = {} } = schema.properties?.shadow ?? {}
  const [, , , meaning = ''] = shown.find(([key]) => codeIn(key) === 'shadow') ?? []
  expect(Object.keys(properties).length).toBeGreaterThan(1)
  for (const [key, member] of Object.entries(properties)) {
    expect(member).toEqual(schema.properties?.[key])
    expect(meaning).toContain(`\`${key}\``)
  }
})
