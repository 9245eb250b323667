import { expect, test } from 'vitest'
import { code } from '../cloudfront-function/run-built.ts'
import { codeIn, pageNamed, rowsUnder, unionMembers } from './pages.ts'

const page = pageNamed('docs/cloudfront-functions.md')

test.each([
  { heads: '| KVS fault | what is wrong |', file: 'src/platform/kvs/error.ts', type: 'KvsErrorCode' },
  { heads: '| reason in the log | status | meaning |', file: 'functions/cloudfront-function.ts', type: 'Reason' },
])('docs/cloudfront-functions.md explains each member of $type once', ({ heads, file, type }) => {
  const rows = rowsUnder(page, heads)
  const members = unionMembers(file, type)
  expect(members.length).toBeGreaterThan(1)
  expect(rows.map(([cell]) => codeIn(cell))).toEqual(members)
  expect(rows.filter((cells) => cells.includes(''))).toEqual([])
})

test('docs/cloudfront-functions.md tells the size of the function as it is', () => {
  const kilobytes = Number(/\| ([0-9.]+) KB, held by a check \|/.exec(page.text)?.[1])
  expect(Math.abs(kilobytes * 1000 - Buffer.byteLength(code))).toBeLessThan(100)
})
