import { describe, expect, test } from 'vitest'
import { createTokenCache, MAX_CACHED_TOKENS } from '../../src/assertion/token-cache.ts'

function keepOne(key: string, now: number) {
  const cache = createTokenCache(15)
  cache.find(key, now)
  cache.keep(key, now, 'token')
  return cache
}

describe('the token cache', () => {
  test.each([
    { name: 'returns a token at the end of its slot', kept: 30, asked: 44.9, want: 'token' },
    { name: 'forgets it when the next slot begins', kept: 44.9, asked: 45, want: undefined },
    { name: 'forgets it even if the clock goes back', kept: 45, asked: 44.9, want: undefined },
  ])('$name', ({ kept, asked, want }) => {
    expect(keepOne('a', kept).find('a', asked)).toBe(want)
  })

  test('knows a key from another', () => {
    expect(keepOne('a', 30).find('b', 30)).toBeUndefined()
  })

  test('does not keep a token that was long in the making into the next slot', () => {
    const cache = createTokenCache(15)
    cache.find('a', 44)
    cache.find('b', 45)
    cache.keep('a', 44, 'token of the slot before')
    expect(cache.find('a', 45)).toBeUndefined()
    expect(cache.size()).toBe(0)
  })

  test('holds 4096 tokens and drops the oldest for a new one', () => {
    const cache = createTokenCache(15)
    for (let i = 0; i < 10_000; i++) {
      cache.find(`key ${i}`, 30)
      cache.keep(`key ${i}`, 30, `token ${i}`)
    }
    expect(cache.size()).toBe(MAX_CACHED_TOKENS)
    expect(MAX_CACHED_TOKENS).toBe(4096)
    expect(cache.find('key 9999', 30)).toBe('token 9999')
    expect(cache.find(`key ${10_000 - 4096}`, 30)).toBe(`token ${10_000 - 4096}`)
    expect(cache.find(`key ${10_000 - 4097}`, 30)).toBeUndefined()
  })

  test('holds nothing of the slot before', () => {
    const cache = keepOne('a', 30)
    cache.find('b', 45)
    expect(cache.size()).toBe(0)
  })
})
