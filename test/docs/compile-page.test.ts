import { expect, test } from 'vitest'
import { topologyJsonSchema } from '../../src/topology/json-schema.ts'
import { pageNamed, rowsUnder } from './pages.ts'
import type { SchemaNode } from './schema-rows.ts'

const page = pageNamed('docs/compile.md')
// Sound: the schema is a JSON Schema, and every member of a node is optional here.
const schema = topologyJsonSchema() as SchemaNode

function keysUnder(heads: string): readonly string[] {
  return rowsUnder(page, heads).flatMap(([cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key))
}

test('docs/compile.md explains every key of a topology, and no other', () => {
  const keys = Object.keys(schema.properties ?? {}).filter((key) => key !== '$schema')
  expect(keysUnder('| key | meaning |').toSorted()).toEqual(keys.toSorted())
})

test('docs/compile.md explains every key of a hop, and no other', () => {
  const text = JSON.stringify(schema.properties?.path)
  const keys = keysUnder('| key of a hop | of | meaning |')
  expect(keys.length).toBeGreaterThan(10)
  for (const key of keys) expect(text).toContain(`"${key}":{`)
  const [, hop = ''] = /"properties":\{(.*)\},"required":\["product"\]/.exec(text) ?? []
  // Sound: it is what stands between two braces of a JSON text.
  expect(Object.keys(JSON.parse(`{${hop}}`) as object).toSorted()).toEqual(keys.toSorted())
})
