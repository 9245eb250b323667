import { describe, expect, test } from 'vitest'
import { bindablePath } from '../../src/assertion/index.ts'

const paths = [
  { target: '/', want: '/' },
  { target: '/cart', want: '/cart' },
  { target: '/cart/', want: '/cart/' },
  { target: '/cart?item=1', want: '/cart' },
  { target: '/cart?next=/a//../b?c', want: '/cart' },
  { target: '/a.b/.well-known/...', want: '/a.b/.well-known/...' },
  { target: '/%41%2Fb', want: '/%41%2Fb' },
  { target: "/~a!$&'()*+,;=:@", want: "/~a!$&'()*+,;=:@" },
  { target: '', want: undefined },
  { target: '*', want: undefined },
  { target: 'cart', want: undefined },
  { target: 'https://shop.example.com/cart', want: undefined },
  { target: '/a/../b', want: undefined },
  { target: '/a/..', want: undefined },
  { target: '/./a', want: undefined },
  { target: '/a/%2e%2E/b', want: undefined },
  { target: '/a/.%2e', want: undefined },
  { target: '//a', want: undefined },
  { target: '/a//b', want: undefined },
  { target: '/a\\b', want: undefined },
  { target: '/a b', want: undefined },
  { target: '/a\tb', want: undefined },
  { target: '/a#b', want: undefined },
  { target: '/a%', want: undefined },
  { target: '/a%zz', want: undefined },
  { target: '/ä', want: undefined },
  { target: '/a"b', want: undefined },
]

describe('the path of a binding', () => {
  test.each(paths)('of "$target" is $want', ({ target, want }) => {
    expect(bindablePath(target)).toBe(want)
  })

  test.each(paths.flatMap(({ want }) => want ?? []))('"%s" is what a URL parser leaves alone', (path) => {
    expect(new URL(`https://shop.example.com${path}`).pathname).toBe(path)
  })
})
