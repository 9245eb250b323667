import { describe, expect, test } from 'vitest'
import { findUnquotedComma } from '../../src/headers/forwarded.ts'
import {
  type FindComma,
  findPlainComma,
  MAX_SCANNED_LENGTH,
  openList,
  takeEntry,
} from '../../src/headers/list-cursor.ts'

function takeAll(lines: string | readonly string[], findComma: FindComma): string[] {
  const cursor = openList(lines)
  const entries: string[] = []
  for (;;) {
    const taken = takeEntry(cursor, findComma)
    if (taken !== 'taken') return [...entries, taken]
    entries.push(cursor.text.slice(cursor.start, cursor.end))
  }
}

describe('a list header is taken from the right', () => {
  test.each([
    { name: 'one entry', lines: 'a', want: ['a', 'exhausted'] },
    { name: 'an empty line is one empty entry', lines: '', want: ['', 'exhausted'] },
    { name: 'only commas are empty entries', lines: ',,', want: ['', '', '', 'exhausted'] },
    { name: 'space and tab are trimmed, nothing else', lines: ' a\t,\u00a0b', want: ['\u00a0b', 'a', 'exhausted'] },
    { name: 'lines are one list in their order', lines: ['a, b', 'c'], want: ['c', 'b', 'a', 'exhausted'] },
    {
      name: 'an empty line between others is an empty entry',
      lines: ['a', '', 'b'],
      want: ['b', '', 'a', 'exhausted'],
    },
  ])('$name', ({ lines, want }) => {
    expect(takeAll(lines, findPlainComma)).toEqual(want)
  })

  test.each([
    { name: 'quoted commas do not split', lines: 'a, "b, c"', want: ['"b, c"', 'a', 'exhausted'] },
    { name: 'an escaped quote does not end a string', lines: 'a, "b\\", c"', want: ['"b\\", c"', 'a', 'exhausted'] },
    { name: 'an escaped backslash does not escape', lines: '"a\\\\", b', want: ['b', '"a\\\\"', 'exhausted'] },
    { name: 'an open quote on the left swallows nothing', lines: '"a, b', want: ['b', '"a', 'exhausted'] },
    { name: 'an unmatched quote reaches to the left end', lines: 'a, b"', want: ['a, b"', 'exhausted'] },
  ])('in Forwarded, $name', ({ lines, want }) => {
    expect(takeAll(lines, findUnquotedComma)).toEqual(want)
  })

  test.each([
    { name: 'exactly the limit is read', length: MAX_SCANNED_LENGTH, want: 'exhausted' },
    { name: 'one more is not', length: MAX_SCANNED_LENGTH + 1, want: 'too-long' },
  ])('$name', ({ length, want }) => {
    expect(takeAll('a'.repeat(length), findPlainComma).at(-1)).toBe(want)
    expect(takeAll('a'.repeat(length), findUnquotedComma).at(-1)).toBe(want)
  })

  test('a tail that fills the limit still shows that more lines are to its left', () => {
    expect(takeAll(['a', 'b'.repeat(MAX_SCANNED_LENGTH)], findPlainComma).at(-1)).toBe('too-long')
  })

  test('a megabyte of lines is joined no further than may be read', () => {
    const cursor = openList(Array.from({ length: 1000 }, () => 'a'.repeat(1000)))
    expect(cursor.text.length).toBeLessThan(3 * MAX_SCANNED_LENGTH)
    expect(openList(['a'.repeat(1_000_000), 'b']).text.length).toBeLessThan(3 * MAX_SCANNED_LENGTH)
  })

  test('the limit counts from the right end, so short entries there are read', () => {
    expect(takeAll(`${'a'.repeat(20_000)}, b, c`, findPlainComma)).toEqual(['c', 'b', 'too-long'])
    expect(takeAll(['a'.repeat(20_000), 'b', 'c'], findPlainComma)).toEqual(['c', 'b', 'too-long'])
  })
})
