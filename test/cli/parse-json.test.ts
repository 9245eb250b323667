import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../src/cli/parse-json.ts'

test.each([
  { name: 'a token that is none', text: '{"d": secret}', want: "Unexpected token 's'" },
  { name: 'a token far inside', text: `{"a":"${'b'.repeat(99)}","d": secret}`, want: "Unexpected token 's'" },
  { name: 'a comma', text: '[,"secret"]', want: "Unexpected token ','" },
  { name: 'an open string', text: '{"d":"secret', want: 'Unterminated string in JSON at position 12' },
  { name: 'a missing comma', text: '{"a":1 "d":"secret"}', want: 'at position 7 (line 1 column 8)' },
  { name: 'nothing', text: '', want: 'Unexpected end of JSON input' },
])('what is wrong with JSON is told without its text: $name', ({ text, want }) => {
  expect(parseJson(text)).toEqual({ fault: expect.stringContaining(want) })
  expect(JSON.stringify(parseJson(text))).not.toContain('secret')
})

test('no fault shows more than two characters in a row of a secret', () => {
  const secret = 'Zq7Zq7Zq7Zq7'
  const place = fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}${secret}${after}`)
  const inside = fc
    .json()
    .chain((text) => fc.nat(text.length).map((at) => `${text.slice(0, at)}${secret}${text.slice(at)}`))
  fc.assert(
    fc.property(fc.oneof(place, inside), (text) => {
      const parsed = parseJson(text)
      expect('fault' in parsed ? parsed.fault : '').not.toContain('Zq7')
    }),
  )
})

test('a JSON null is a value', () => {
  expect(parseJson(' null ')).toEqual({ value: null })
})
