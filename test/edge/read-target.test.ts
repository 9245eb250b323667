import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTarget } from '../../src/edge/read-target.ts'

test.each([
  { url: 'http://www.example.com/a?b=c', want: ['http', 'www.example.com', '/a', '?b=c'] },
  { url: 'https://www.example.com', want: ['https', 'www.example.com', '/', ''] },
  { url: 'https://www.example.com?q=/a', want: ['https', 'www.example.com', '/', '?q=/a'] },
  { url: 'http://[2001:db8::1]:8080/', want: ['http', '[2001:db8::1]:8080', '/', ''] },
  { url: 'http://www.example.com/a/../b', want: ['http', 'www.example.com', '/b', ''] },
  { url: 'http://www.example.com/a/%2E%2e/b', want: ['http', 'www.example.com', '/b', ''] },
  { url: 'http://www.example.com/a\\..\\b', want: ['http', 'www.example.com', '/b', ''] },
  {
    url: 'http://www.example.com/x/../.well-known/ipseal/health',
    want: ['http', 'www.example.com', '/.well-known/ipseal/health', ''],
  },
  { url: 'http://www.example.com//evil.example/..//x', want: ['http', 'www.example.com', '///x', ''] },
  { url: 'http://www.example.com/a?b=/../c', want: ['http', 'www.example.com', '/a', '?b=/../c'] },
  { url: 'http://www.example.com/a#/../b', want: ['http', 'www.example.com', '/a', ''] },
])('takes $url apart', ({ url, want }) => {
  const { scheme, claimedAuthority, path, query } = readTarget(url)
  expect([scheme, claimedAuthority, path, query]).toEqual(want)
})

test('finds the path that a runtime sends on, in whatever spelling it was asked for', () => {
  const part = fc.constantFrom('/', '.', '..', '%2e', '%2E.', 'a', 'B', '\\', '//', '%2f', '~', ':')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const url = `http://www.example.com/${parts.join('')}`
      expect(readTarget(url).path).toBe(new URL(url).pathname)
    }),
    { numRuns: 2000 },
  )
})
