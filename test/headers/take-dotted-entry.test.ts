import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPlainComma, type ListCursor, openList, takeEntry } from '../../src/headers/list-cursor.ts'
import { readNode } from '../../src/headers/read-node.ts'
import { takeDottedEntry } from '../../src/headers/take-dotted-entry.ts'

const octet = fc.oneof(fc.nat(299).map(String), fc.constantFrom('0', '00', '01', '007', '255', '256', '1000', ''))
const dotted = fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.'))
const entry = fc.oneof(
  dotted,
  dotted,
  fc.constantFrom('', '2001:db8::1', '192.0.2.1:80', '[192.0.2.1]', 'x', '192.0.2.1 1'),
)
const space = fc.constantFrom('', ' ', '\t', '  ')
const padded = fc.tuple(space, entry, space).map((parts) => parts.join(''))
const list = fc.array(padded, { minLength: 1, maxLength: 4 }).map((entries) => entries.join(','))

/** What the two slower functions make of the next entry: the address if it is bare IPv4. */
function takeSlowly(cursor: ListCursor): readonly number[] | undefined {
  const words = new Uint32Array(4)
  if (takeEntry(cursor, findPlainComma) !== 'taken') return undefined
  const isBare = /^[0-9.]+$/.test(cursor.text.slice(cursor.start, cursor.end))
  return isBare && readNode(words, cursor, 'optional') !== 0 ? [...words] : undefined
}

test('the one pass takes what takeEntry and readNode take, and leaves the cursor where they do', () => {
  fc.assert(
    fc.property(list, (text) => {
      const [fast, slow] = [openList(text), openList(text)]
      const words = Uint32Array.of(1, 2, 3, 4)
      const expected = takeSlowly(slow)
      expect(takeDottedEntry(fast, words)).toBe(expected !== undefined)
      expect(fast).toEqual(expected === undefined ? openList(text) : slow)
      expect([...words]).toEqual(expected ?? [1, 2, 3, 4])
    }),
    { numRuns: 20_000 },
  )
})

test.each([
  { name: 'an entry that reaches the floor is left alone', text: `${' '.repeat(9000)}192.0.2.1` },
  { name: 'an entry cut off by the floor is left alone', text: `1192.0.2.1${' '.repeat(8183)}` },
])('$name', ({ text }) => {
  const cursor = openList(text)
  expect(takeDottedEntry(cursor, new Uint32Array(4))).toBe(false)
  expect(cursor.unread).toBe(text.length)
})
