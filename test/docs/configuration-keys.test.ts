import { expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/index.ts'
import { codeIn, pageNamed, rowsUnder } from './pages.ts'
import { type Row, rowsOf, type SchemaNode } from './schema-rows.ts'

const HEADS = '| key | type | default | meaning |'
const shown = rowsUnder(pageNamed('docs/configuration.md'), HEADS)

// Sound: the schema is a JSON Schema, and every member of a node is optional here.
const schema = configJsonSchema() as SchemaNode

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
