import { describe, expect, test } from 'vitest'
import { codeIn, pageNamed, rowsUnder, unionMembers } from './pages.ts'

const page = pageNamed('docs/lambda.md')

describe.each([
  {
    name: 'every fault of an event, with its status',
    rows: rowsUnder(page, '| event fault | status | what it means |'),
    members: unionMembers('src/platform/lambda/event.ts', 'EventFault'),
  },
  {
    name: 'every fault of a result',
    rows: rowsUnder(page, '| result fault | status | what it means |'),
    members: unionMembers('src/platform/lambda/result.ts', 'ResultFault'),
  },
])('docs/lambda.md explains $name', ({ rows, members }) => {
  test('once, and nothing else', () => {
    expect(members.length).toBeGreaterThan(1)
    expect(rows.map(([cell]) => codeIn(cell)).toSorted()).toEqual(members.toSorted())
  })

  test('with a text in each cell', () => {
    expect(rows.filter((cells) => cells.some((cell) => cell === ''))).toEqual([])
  })
})
