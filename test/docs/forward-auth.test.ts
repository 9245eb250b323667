import { expect, test } from 'vitest'
import { readVerifierDocument } from '../../src/config/verifier-document.ts'
import { readFiles } from '../../tools/gates/list-files.ts'
import { ROOT } from '../cli/run-cli.ts'
import { readDocuments } from '../compile/read-yaml.ts'
import { CASES } from '../live/gateways/table.ts'
import { codeIn, pageNamed, rowsUnder } from './pages.ts'

test('docs/forward-auth.md names everything that a gateway does otherwise than the table, and nothing else', () => {
  const rows = rowsUnder(pageNamed('docs/forward-auth.md'), '| gateway | request | what comes of it | because |')
  const shown = rows.flatMap(([gateway, requests = '', outcome, because]) =>
    requests.split('; ').map((name) => [gateway, name, codeIn(outcome), because].join(' | ')),
  )
  const known = CASES.flatMap(({ name, unlike = {} }) =>
    Object.entries(unlike).map(([gateway, { want, because }]) => [gateway, name, want.join(' '), because].join(' | ')),
  )
  expect(known.length).toBeGreaterThan(5)
  expect(shown.toSorted()).toEqual(known.toSorted())
})

test('no two requests of the table have one name', () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length)
})

const documents = readFiles(ROOT, ['examples/gateways/*/ipseal.verifier.json'])

test('each gateway has a document for the service', () => {
  expect(documents.length).toBe(5)
})

test.each(documents)('$path is taken without a warning', ({ text }) => {
  expect(readVerifierDocument(text).warnings).toEqual([])
})

test.each(readFiles(ROOT, ['examples/gateways/*/*.{yml,yaml}']))('$path is YAML', ({ text }) => {
  expect(() => readDocuments(text)).not.toThrow()
})
