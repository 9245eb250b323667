import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineSplitter, type Line } from '../../src/cli/line-splitter.ts'

const LIMIT = 12

function split(bytes: Uint8Array, cuts: readonly number[], limit = LIMIT): Line[] {
  const splitter = createLineSplitter(limit)
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const lines = edges.slice(1).flatMap((end, i) => splitter.push(bytes.slice(edges[i], end)))
  return [...lines, ...splitter.end()]
}

test('the lines are the same however the bytes are cut', () => {
  const text = fc
    .array(fc.constantFrom('a', 'é', '€', '😀', '\n', '\r', ' '), { maxLength: 60 })
    .map((list) => list.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat()), (joined, cuts) => {
      const lines = joined.split('\n')
      const whole = lines.at(-1) === '' ? lines.slice(0, -1) : lines
      const want = whole.map((line) => (Buffer.byteLength(line) > LIMIT ? undefined : line))
      expect(split(Buffer.from(joined), cuts)).toEqual(want)
    }),
  )
})

test.each([
  { name: 'a line of the limit is whole', text: `${'x'.repeat(12)}\n`, want: ['x'.repeat(12)] },
  {
    name: 'a longer one is not kept, and the next one is read',
    text: `${'x'.repeat(13)}\ny\n`,
    want: [undefined, 'y'],
  },
  { name: 'a longer one at the end is not kept either', text: 'x'.repeat(13), want: [undefined] },
  { name: 'an empty line is a line', text: '\n\n', want: ['', ''] },
  { name: 'nothing is no line', text: '', want: [] },
])('$name', ({ text, want }) => {
  expect(split(Buffer.from(text), [3, 7])).toEqual(want)
})
