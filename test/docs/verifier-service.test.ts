import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifierJsonSchema } from '../../src/config/json-schema.ts'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import { ROOT } from '../cli/run-cli.ts'
import { readDocuments } from '../compile/read-yaml.ts'
import { blocksOf, codeIn, pageNamed, proseOf, rowsUnder, unionMembers } from './pages.ts'
import { type Row, rowsOf, type SchemaNode } from './schema-rows.ts'

const page = pageNamed('docs/verifier-service.md')
const blocks = blocksOf(page)

describe('docs/verifier-service.md', () => {
  test('has every key of the document with its type and default, and no other', () => {
    const byKey = (a: Row, b: Row): number => (a[0] < b[0] ? -1 : 1)
    const shown = rowsUnder(page, '| key | type | default | meaning |')
    const rows = shown.map(([key = '', type = '', fallback = '']): Row => [key, type, fallback])
    // Sound: the schema is a JSON Schema, and every member of a node is optional here.
    expect(rows.toSorted(byKey)).toEqual(rowsOf(verifierJsonSchema() as SchemaNode).toSorted(byKey))
    const unexplained = shown.filter(([, type, , meaning]) => meaning === '' && type !== 'object')
    expect(unexplained).toEqual([])
  })

  test('shows a document that is taken without a warning', () => {
    const documents = blocks.filter(({ info, body }) => info.startsWith('json') && body.includes('"listen"'))
    expect(documents).toHaveLength(1)
    for (const { body } of documents) expect(readVerifierDocument(body).warnings).toEqual([])
  })

  test('explains every dialect', () => {
    const shown = rowsUnder(page, '| dialect | method | host and path | a pass without a client |')
    const { properties = {} } = (verifierJsonSchema() as SchemaNode).properties?.listen?.properties?.forwardAuth ?? {}
    expect(shown.map(([cell]) => codeIn(cell))).toEqual(properties.dialect?.enum)
  })

  test('names every message of the log', () => {
    const shown = rowsUnder(page, '| `msg` | beside it |').flatMap(
      ([cell = '']) => cell.match(/(?<=`)[^`]+(?=`)/g) ?? [],
    )
    const files = [
      'log-record',
      'describe-request',
      'describe-connection',
      'describe-exchange',
      'describe-relay',
      'describe-keys',
    ]
    const texts = files.map((name) => readFileSync(join(ROOT, `src/verifier/telemetry/${name}.ts`), 'utf8')).join('\n')
    const literal = [...texts.matchAll(/msg: '([^']+)'/g)].map(([, msg = '']) => msg)
    const named = ['started', 'reloaded', 'stopped', 'draining']
    expect(named.every((type) => unionMembers('src/verifier/service-event.ts', 'ServiceEvent').includes(type))).toBe(
      true,
    )
    const messages = new Set([...literal, ...named])
    messages.delete('listener failed')
    expect(shown.filter((word) => messages.has(word)).toSorted()).toEqual([...messages].toSorted())
  })

  test('names the paths and the metric that there are', () => {
    const health = readFileSync(join(ROOT, 'src/verifier/listeners/answer-health.ts'), 'utf8')
    const shown = rowsUnder(page, '| path on the health port | answer |').map(([cell]) => codeIn(cell))
    expect(shown).toEqual([...health.matchAll(/case '([^']+)'/g)].map(([, path]) => path))
    const metrics = readFileSync(join(ROOT, 'src/verifier/telemetry/metrics.ts'), 'utf8')
    expect(metrics).toContain(/`(ipseal_verifier_\w+)`/.exec(proseOf(page))?.[1])
  })

  test('shows YAML that parses', () => {
    const shown = blocks.filter(({ info }) => info === 'yaml')
    expect(shown.length).toBeGreaterThan(2)
    for (const { body } of shown) expect(() => readDocuments(body)).not.toThrow()
  })
})
