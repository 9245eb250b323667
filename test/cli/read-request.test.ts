import { expect, test } from 'vitest'
import { readRequest } from '../../src/cli/read-request.ts'

const headers = [['X-Forwarded-For', '203.0.113.7']]

test.each([
  {
    name: 'a peer and headers',
    line: JSON.stringify({ peer: '192.0.2.1', headers }),
    want: { peer: '192.0.2.1', headers },
  },
  { name: 'white space around it', line: ' {"peer":"192.0.2.1"}\r', want: { peer: '192.0.2.1', headers: [] } },
  { name: 'no member at all, which is no peer and no header', line: '{}', want: { peer: undefined, headers: [] } },
  { name: 'a null peer, as platforms print it', line: '{"peer":null}', want: { peer: undefined, headers: [] } },
])('a request may have $name', ({ line, want }) => {
  expect(readRequest(line)).toEqual(want)
})

test.each([
  { name: 'text that is no JSON', line: '{"peer":', detail: 'this is no JSON: Unexpected end of JSON input' },
  { name: 'an empty line', line: '', detail: 'this is no JSON: Unexpected end' },
  { name: 'a list', line: '[]', detail: 'a request is a JSON object' },
  { name: 'null', line: 'null', detail: 'a request is a JSON object' },
  { name: 'a number', line: '42', detail: 'a request is a JSON object' },
  { name: 'a peer that is no text', line: '{"peer":42}', detail: 'peer is a text or null, not a number' },
  {
    name: 'headers as an object',
    line: '{"headers":{"X-Forwarded-For":"203.0.113.7"}}',
    detail: 'headers is a list of',
  },
  { name: 'headers as null', line: '{"headers":null}', detail: 'headers is a list of' },
  { name: 'a header of three texts', line: '{"headers":[["a","b","c"]]}', detail: 'headers is a list of' },
  { name: 'a header whose value is no text', line: '{"headers":[["a",1]]}', detail: 'headers is a list of' },
  { name: 'a misspelt member', line: '{"peer":"192.0.2.1","header":[]}', detail: 'called headers' },
])('no request is $name', ({ line, detail }) => {
  expect(readRequest(line)).toEqual({ detail: expect.stringContaining(detail) })
})

test('what is wrong with a line never quotes it, for it may hold a secret', () => {
  const lines = [
    'correct-horse',
    '"correct-horse"',
    '{"correct-horse',
    '"correct-horse" correct-horse',
    '{"peer":["correct-horse"]}',
    '{"correct-horse":1}',
  ]
  expect(JSON.stringify(lines.map(readRequest))).not.toContain('horse')
})
