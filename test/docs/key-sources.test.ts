import { expect, test } from 'vitest'
import { openKvStore } from '../../src/platform/stores/kv-store.ts'
import { openStore } from '../../src/platform/stores/open-store.ts'
import { codeIn, pageNamed, rowsUnder, unionMembers } from './pages.ts'

const page = pageNamed('docs/key-sources.md')

test('docs/key-sources.md explains every fault of a store once, and nothing else', () => {
  const rows = rowsUnder(page, '| store fault | what is wrong |')
  const codes = unionMembers('src/platform/stores/store-error.ts', 'StoreErrorCode')
  expect(codes.length).toBeGreaterThan(10)
  expect(rows.map(([code]) => codeIn(code)).toSorted()).toEqual(codes.toSorted())
})

test('docs/key-sources.md names every record that is logged of a store', () => {
  const rows = rowsUnder(page, '| `msg` | level | when | members |')
  const messages = [...unionMembers('src/platform/stores/store-record.ts', 'StoreRecord'), 'start failed']
  expect(rows.map(([msg]) => codeIn(msg)).toSorted()).toEqual(messages.toSorted())
})

test('every reference that docs/key-sources.md shows can be opened', () => {
  const references = rowsUnder(page, '| reference | store |').map(([reference]) => codeIn(reference))
  const kv = { get: () => Promise.resolve(null) }
  const open = (reference: string) =>
    reference.startsWith('kv:') ? openKvStore(reference, { IPSEAL_KV: kv }) : openStore(reference)
  expect(references.length).toBeGreaterThan(3)
  expect(references.map((reference) => open(reference).name)).toEqual(references.map((text) => text.split('?')[0]))
})
