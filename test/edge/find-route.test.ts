import { describe, expect, test } from 'vitest'
import { createRouter } from '../../src/edge/find-route.ts'
import { originAt } from './edge-under-test.ts'

const findRoute = createRouter([
  originAt('http://192.0.2.1', { match: 'api.example.com' }),
  originAt('http://192.0.2.2:8080', { match: '*.example.com' }),
  originAt('http://192.0.2.3', { match: 'example.org' }),
])

describe('the origin for a host', () => {
  test.each([
    { name: 'is the one that names it', authority: 'api.example.com', want: '192.0.2.1' },
    { name: 'does not depend on the port', authority: 'api.example.com:8443', want: '192.0.2.1' },
    { name: 'does not depend on case', authority: 'API.Example.COM', want: '192.0.2.1' },
    { name: 'does not depend on a trailing dot', authority: 'api.example.com.', want: '192.0.2.1' },
    { name: 'is the one of the domain above it', authority: 'www.example.com', want: '192.0.2.2:8080' },
    { name: 'is that at any depth', authority: 'a.b.api.example.com', want: '192.0.2.2:8080' },
    { name: 'is not that for the domain itself', authority: 'example.com', want: 'none' },
    { name: 'is not that for a name that only ends alike', authority: 'notexample.com', want: 'none' },
    { name: 'is none for a host that nothing matches', authority: 'example.net', want: 'none' },
    { name: 'is none for an address that nothing matches', authority: '[2001:db8::1]:80', want: 'none' },
    { name: 'is not looked for under several hosts', authority: 'api.example.com,example.org', want: 'invalid' },
    { name: 'is not looked for behind user information', authority: 'api.example.com@example.org', want: 'invalid' },
    { name: 'is not looked for where there is no host', authority: '', want: 'invalid' },
    { name: 'is not looked for under a bad port', authority: 'api.example.com:http', want: 'invalid' },
  ])('$name', ({ authority, want }) => {
    const route = findRoute(authority)
    expect(route.isValid ? (route.origin?.host ?? 'none') : 'invalid').toBe(want)
  })

  test('is the first of several that match', () => {
    const everything = createRouter([
      originAt('http://192.0.2.9'),
      originAt('http://192.0.2.1', { match: 'a.example' }),
    ])
    expect(everything('a.example')).toMatchObject({ isValid: true, origin: { host: '192.0.2.9' } })
  })
})
