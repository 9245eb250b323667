import { expect, test } from 'vitest'
import { FORBIDDEN_HEADERS, READ_ONLY_HEADERS } from '../../src/platform/cloudfront/headers.ts'
import { codeIn, pageNamed, proseOf, rowsUnder, unionMembers } from './pages.ts'

const page = pageNamed('docs/lambda-edge.md')

test('docs/lambda-edge.md explains every fault of a set-up at CloudFront, and no other', () => {
  const shown = rowsUnder(page, '| set-up fault | what is wrong |').map(([code]) => codeIn(code))
  const members = unionMembers('src/platform/cloudfront/fault.ts', 'CloudFrontFaultCode')
  expect(members.length).toBeGreaterThan(1)
  expect(shown.toSorted()).toEqual(members.toSorted())
})

test('docs/lambda-edge.md names the headers that the function leaves alone', () => {
  const [, text = ''] = /\*\*Left alone\*\*:([^*]*)/.exec(proseOf(page)) ?? []
  const named = [...text.matchAll(/`([A-Z][A-Za-z-]+[A-Za-z])`/g)].map(([, name = '']) => name.toLowerCase())
  const readOnly = new Set(Object.values(READ_ONLY_HEADERS).flat())
  expect(named.toSorted()).toEqual([...readOnly].filter((name) => !name.startsWith('if-')).toSorted())
})

test('docs/lambda-edge.md has the function set what CloudFront lets it set', () => {
  const [, set = ''] = /\*\*Set\*\*: `([^`]+)`/.exec(proseOf(page)) ?? []
  expect(set).toBe('X-Client-IP-Assertion')
  expect(FORBIDDEN_HEADERS).not.toContain(set.toLowerCase())
})
