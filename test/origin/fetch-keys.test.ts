import { describe, expect, test } from 'vitest'
import { type FetchKeysOptions, fetchKeys, OriginError } from '../../src/origin/index.ts'
import { NOW } from './assertions.ts'
import { first, kidsOf, second, startFetching, textOf, withText } from './key-server.ts'

describe('keys from a URL', () => {
  test('are fetched when they are first needed, once for all who wait', async () => {
    const { source, state, events } = await startFetching(textOf(first))
    expect(state.requests).toBe(0)
    const asked = Array.from({ length: 50 }, () => kidsOf(source.keysAt(NOW)))
    expect(await Promise.all(asked)).toEqual(asked.map(() => ['2026-11-a']))
    expect(state.requests).toBe(1)
    expect(events).toEqual([{ type: 'keys-loaded', keyIds: ['2026-11-a'] }])
  })

  test('are fetched anew beside the work from their refresh time on, and waited for from twice that time on', async () => {
    const { source, state } = await startFetching(textOf(first))
    await source.keysAt(NOW)
    state.answer = withText(textOf(second))
    expect(await kidsOf(source.keysAt(NOW + 269))).toEqual(['2026-11-a'])
    expect(state.requests).toBe(1)
    expect(await kidsOf(source.keysAt(NOW + 300))).toEqual(['2026-11-a'])
    await expect.poll(() => kidsOf(source.keysAt(NOW + 300))).toEqual(['2026-11-b'])
    state.answer = withText(textOf(first))
    expect(await kidsOf(source.keysAt(NOW + 900))).toEqual(['2026-11-a'])
    expect(state.requests).toBe(3)
  })

  test('are fetched early for a kid that nobody knows, and never twice in 30 seconds, whatever names are sent', async () => {
    const { source, state } = await startFetching(textOf(first))
    await source.keysAt(NOW)
    const askForMany = (now: number) =>
      Promise.all(Array.from({ length: 200 }, (_, i) => kidsOf(source.keysAt(now + i / 100, `forged-${now}-${i}`))))
    await askForMany(NOW + 1)
    expect(state.requests).toBe(1)
    await askForMany(NOW + 30)
    expect(state.requests).toBe(2)
    await askForMany(NOW + 50)
    expect(state.requests).toBe(2)
    await askForMany(NOW + 60)
    expect(state.requests).toBe(3)
  })

  test('are not fetched more often than that while they cannot be had', async () => {
    const { source, state } = await startFetching(textOf(first))
    await source.keysAt(NOW)
    state.answer = (_request, response) => void response.writeHead(503).end()
    for (let second = 30; second < 120; second++) await source.keysAt(NOW + second, `forged-${second}`)
    expect(state.requests).toBe(4)
  })

  test('name no kid to whoever serves them', async () => {
    const { source, state } = await startFetching(textOf(first))
    const seen: unknown[] = []
    const answer = state.answer
    state.answer = (request, response) => {
      seen.push(request.url)
      answer(request, response)
    }
    await source.keysAt(NOW)
    await source.keysAt(NOW + 40, 'forged?a=b')
    expect(seen).toEqual(['/jwks.json', '/jwks.json'])
  })
})

describe('an address of keys that cannot be meant', () => {
  test.each([
    { url: 'http://edge.example.com/jwks.json', rule: /https/ },
    { url: 'http://127.example.com/jwks.json', rule: /https/ },
    { url: 'http://localhost.example.com/jwks.json', rule: /https/ },
    { url: 'http://[::ffff:127.0.0.1]:80/', rule: /https/ },
    { url: 'ftp://edge.example.com/jwks.json', rule: /https/ },
    { url: 'file:///etc/ipseal/jwks', rule: /https/ },
    { url: 'data:application/json,{}', rule: /https/ },
    { url: 'https://user@edge.example.com/', rule: /credentials/ },
    { url: 'https://:hunter2@edge.example.com/', rule: /credentials/ },
    { url: '/jwks.json', rule: /absolute/ },
    { url: '', rule: /absolute/ },
  ])('is refused at setup: $url', ({ url, rule }) => {
    expect(() => fetchKeys(url)).toThrow(OriginError)
    expect(() => fetchKeys(url)).toThrow(rule)
    expect(() => fetchKeys(url)).toThrow(expect.objectContaining({ code: 'BAD_KEY_URL', path: 'url' }))
    expect(() => fetchKeys(url)).not.toThrow(/hunter2/)
  })

  test.each([
    'https://edge.example.com/',
    'http://localhost:1/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
  ])('is none of these: %s', (url) => {
    expect(() => fetchKeys(url)).not.toThrow()
  })

  test('is plain http to another host, unless that is said aloud', () => {
    expect(() => fetchKeys('http://edge.svc.example/jwks.json', { plainHttp: 'allow' })).not.toThrow()
    expect(() => fetchKeys('ftp://edge.svc.example/jwks.json', { plainHttp: 'allow' })).toThrow(OriginError)
  })

  test.each<FetchKeysOptions>([
    { refreshSeconds: 0 },
    { refreshSeconds: Number.NaN },
    { refreshSeconds: 100, maxAgeSeconds: 99 },
    { maxAgeSeconds: 604_801 },
    { maxAgeSeconds: Number.POSITIVE_INFINITY },
    { timeoutSeconds: -1 },
    { timeoutSeconds: 61 },
  ])('comes with times that can be meant, not %o', (times) => {
    expect(() => fetchKeys('https://edge.example.com/', times)).toThrow(expect.objectContaining({ code: 'BAD_LIMIT' }))
  })
})
