import { expect, test } from 'vitest'
import { parseHeaderLine } from '../../src/cli/parse-header-line.ts'

test.each([
  { name: 'with a space behind the colon', text: 'X-Real-IP: 192.0.2.1', want: ['X-Real-IP', '192.0.2.1'] },
  { name: 'without one', text: 'X-Real-IP:192.0.2.1', want: ['X-Real-IP', '192.0.2.1'] },
  { name: 'with more colons in its value', text: 'X-Real-IP: 2001:db8::1', want: ['X-Real-IP', '2001:db8::1'] },
  { name: 'with an empty value', text: 'X-Real-IP:', want: ['X-Real-IP', ''] },
  { name: 'with space and tab around its value, and none lost inside', text: 'A:\t b\t c ', want: ['A', 'b\t c'] },
  { name: 'under an alias that some servers fold', text: 'X_Real.IP: x', want: ['X_Real.IP', 'x'] },
  { name: 'with bytes in its value that no server would take', text: 'A: \u0000\n', want: ['A', '\u0000\n'] },
])('a header line is read $name', ({ text, want }) => {
  expect(parseHeaderLine(text)).toEqual(want)
})

test.each([
  { name: 'without a colon', text: 'X-Real-IP', shown: '"X-Real-IP"' },
  { name: 'without a name', text: ': 192.0.2.1', shown: '": 192.0.2.1"' },
  { name: 'with a space in its name', text: 'X Real IP: x', shown: '"X Real IP: x"' },
  { name: 'with a space behind its name', text: 'X-Real-IP : x', shown: '"X-Real-IP : x"' },
  { name: 'with control bytes, which are shown escaped', text: 'a\u001b[31m\u202e', shown: '"a\\u{1b}[31m\\u{202e}"' },
  { name: 'that is long, of which the beginning is shown', text: 'x'.repeat(500), shown: `"${'x'.repeat(61)}..."` },
])('a header line is refused $name', ({ text, shown }) => {
  expect(() => parseHeaderLine(text)).toThrow(
    `-H takes 'Name: value', a header name before the first colon; got ${shown}`,
  )
})
