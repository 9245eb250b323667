import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  createVerifier,
  type FetchKeysOptions,
  fetchKeys,
  OriginError,
  type VerifierEvent,
} from '../../src/origin/index.ts'
import { AUDIENCE, ISSUER, NOW } from './assertions.ts'
import { first, gather, sealWith, second, secret, serveKeys, textOf, withText } from './key-server.ts'

const kidsOf = async (keys: unknown) => {
  const set = await keys
  return set instanceof Map ? [...set.keys()] : undefined
}

async function start(text: string, options: FetchKeysOptions = {}) {
  const { url, state } = await serveKeys(text)
  const { events, report } = gather()
  return { state, url, events, source: fetchKeys(url, { report, ...options }) }
}

describe('keys from a URL', () => {
  test('are fetched when they are first needed, once for all who wait', async () => {
    const { source, state, events } = await start(textOf(first))
    expect(state.requests).toBe(0)
    const asked = Array.from({ length: 50 }, () => kidsOf(source.keysAt(NOW)))
    expect(await Promise.all(asked)).toEqual(asked.map(() => ['2026-11-a']))
    expect(state.requests).toBe(1)
    expect(events).toEqual([{ type: 'keys-loaded', keyIds: ['2026-11-a'] }])
  })

  test('are fetched anew beside the work from their refresh time on, and waited for from twice that time on', async () => {
    const { source, state } = await start(textOf(first))
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
    const { source, state } = await start(textOf(first))
    await source.keysAt(NOW)
    const askForMany = (now: number) =>
      Promise.all(Array.from({ length: 200 }, (_, i) => source.keysAt(now + i / 100, `forged-${now}-${i}`)))
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
    const { source, state } = await start(textOf(first))
    await source.keysAt(NOW)
    state.answer = (_request, response) => void response.writeHead(503).end()
    for (let second = 30; second < 120; second++) await source.keysAt(NOW + second, `forged-${second}`)
    expect(state.requests).toBe(4)
  })

  test('name no kid to whoever serves them', async () => {
    const { source, state } = await start(textOf(first))
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

const twice = JSON.stringify({ keys: [first, first].map(({ kid }) => ({ ...JSON.parse(textOf(first)).keys[0], kid })) })

const faults = [
  { name: 'an error of the server', answer: 503, fault: { reason: 'bad-status', status: 503 } },
  { name: 'nothing there', answer: 404, fault: { reason: 'bad-status', status: 404 } },
  { name: 'an answer without content', answer: 204, fault: { reason: 'bad-status', status: 204 } },
  { name: 'a page of HTML', answer: '<html>', fault: { reason: 'bad-key-set', error: { code: 'NOT_A_KEY_SET' } } },
  { name: 'nothing at all', answer: '', fault: { reason: 'bad-key-set', error: { code: 'NOT_A_KEY_SET' } } },
  { name: 'an empty set', answer: '{"keys":[]}', fault: { reason: 'bad-key-set', error: { code: 'EMPTY_KEY_SET' } } },
  { name: 'two keys of one name', answer: twice, fault: { reason: 'bad-key-set', error: { code: 'DUPLICATE_KID' } } },
  {
    name: 'a secret beside a good key',
    answer: JSON.stringify({ keys: [...JSON.parse(textOf(second)).keys, secret] }),
    fault: { reason: 'bad-key-set', error: { code: 'SECRET_IN_PUBLIC_SET' } },
  },
  {
    name: 'a private key',
    answer: JSON.stringify({ keys: [second] }),
    fault: { reason: 'bad-key-set', error: { code: 'PRIVATE_KEY_IN_SET' } },
  },
  {
    name: 'more than 64 KiB',
    answer: textOf(second) + ' '.repeat(65_536),
    fault: { reason: 'too-large', maxBytes: 65_536 },
  },
] as const

describe('a key set that cannot be had', () => {
  test.each(faults)('leaves the last good one in use: $name', async ({ answer, fault }) => {
    const { source, state, events } = await start(textOf(first))
    await source.keysAt(NOW)
    state.answer =
      typeof answer === 'number' ? (_request, response) => void response.writeHead(answer).end() : withText(answer)
    expect(await kidsOf(source.keysAt(NOW + 700))).toEqual(['2026-11-a'])
    expect(events.slice(1)).toMatchObject([{ type: 'keys-not-loaded', fault, failures: 1, ageSeconds: 700 }])
    expect(JSON.stringify(events)).not.toContain(secret.kty === 'oct' ? secret.k : 'no secret')
    state.answer = withText(textOf(second))
    expect(await kidsOf(source.keysAt(NOW + 800))).toEqual(['2026-11-b'])
  })

  test.each(faults)('is no set to begin with: $name', async ({ answer, fault }) => {
    const { source, state, events } = await start('')
    state.answer =
      typeof answer === 'number' ? (_request, response) => void response.writeHead(answer).end() : withText(answer)
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ type: 'keys-not-loaded', fault, failures: 1, ageSeconds: undefined }])
  })

  test('is not looked for where a redirect points', async () => {
    const { source, state, events } = await start('')
    const elsewhere = await serveKeys(textOf(second))
    state.answer = (_request, response) => void response.writeHead(302, { location: elsewhere.url }).end()
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ fault: { reason: 'bad-status', status: 302 } }])
    expect(elsewhere.state.requests).toBe(0)
  })

  test('is too large by what it unpacks to, not by what is sent', async () => {
    const { source, state, events } = await start('')
    const packed = gzipSync(`${textOf(second)}${' '.repeat(50_000_000)}`)
    expect(packed.length).toBeLessThan(65_536)
    state.answer = (_request, response) => void response.setHeader('content-encoding', 'gzip').end(packed)
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ fault: { reason: 'too-large' } }])
  })

  test.each([
    { name: 'before its headers', begin: false },
    { name: 'in the middle of its body', begin: true },
  ])('is waited for no longer than the time limit: one that stops $name', async ({ begin }) => {
    const { source, state, events } = await start('', { timeoutSeconds: 0.1 })
    state.answer = (_request, response) => void (begin && response.writeHead(200).write('{"keys":'))
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ fault: { reason: 'timeout', timeoutSeconds: 0.1 } }])
  })

  test('is unreachable where nobody answers', async () => {
    const { source, events } = await start('', { fetch: () => Promise.reject(new TypeError('fetch failed')) })
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ fault: { reason: 'unreachable', error: { message: 'fetch failed' } } }])
  })

  test('ends what was believed once the last good one has reached its greatest age', async () => {
    const { source, state, events } = await start(textOf(first), { maxAgeSeconds: 1000 })
    await source.keysAt(NOW)
    state.answer = (_request, response) => void response.destroy()
    expect(await kidsOf(source.keysAt(NOW + 999))).toEqual(['2026-11-a'])
    expect(await source.keysAt(NOW + 1010)).toBeUndefined()
    expect(events.map(({ type }) => type)).toEqual([
      'keys-loaded',
      'keys-not-loaded',
      'keys-expired',
      'keys-not-loaded',
    ])
  })

  test('is told to a report that throws, which changes nothing', async () => {
    const report = () => {
      throw new Error('the log is full')
    }
    const { source, state } = await start(textOf(first), { report })
    expect(await kidsOf(source.keysAt(NOW))).toEqual(['2026-11-a'])
    state.answer = withText('')
    expect(await kidsOf(source.keysAt(NOW + 700))).toEqual(['2026-11-a'])
  })
})

describe('a verifier with keys from a URL', () => {
  async function verify(text: string, mode: 'enforce' | 'observe' = 'enforce') {
    const { source, state } = await start(text)
    const events: VerifierEvent[] = []
    const clock = { now: NOW }
    const report = (event: VerifierEvent) => void events.push(event)
    const names = { issuer: ISSUER, audience: AUDIENCE, mode, bind: 'none' } as const
    const verifier = createVerifier({ ...names, keys: source, report, now: () => clock.now })
    const check = (token: string) => {
      const headers = [['X-Client-IP-Assertion', token]] as const
      return verifier.check({ method: 'GET', target: '/', host: 'app.example.com', headers })
    }
    return { check, state, events, clock }
  }

  test('lets the very first request pass that was sealed with a new key', async () => {
    const { check, state, clock } = await verify(textOf(first))
    expect(await check(await sealWith(first))).toMatchObject({ action: 'pass', client: { keyId: '2026-11-a' } })
    state.answer = withText(textOf(first, second))
    clock.now = NOW + 40
    expect(await check(await sealWith(second, clock.now))).toMatchObject({ client: { keyId: '2026-11-b' } })
    expect(state.requests).toBe(2)
  })

  test('has all who come with a new key wait for the one fetch that the first of them began', async () => {
    const { check, state, clock } = await verify(textOf(first))
    await check(await sealWith(first))
    state.answer = (_request, response) => void setTimeout(() => response.end(textOf(first, second)), 50)
    clock.now = NOW + 40
    const token = await sealWith(second, clock.now)
    const decisions = await Promise.all(Array.from({ length: 20 }, () => check(token)))
    expect(decisions.map(({ action }) => action)).toEqual(decisions.map(() => 'pass'))
    expect(state.requests).toBe(2)
  })

  test('refuses a key that was revoked once it has seen the new set', async () => {
    const { check, state, clock, events } = await verify(textOf(first, second))
    await check(await sealWith(first))
    state.answer = withText(textOf(second))
    clock.now = NOW + 600
    expect(await check(await sealWith(first, clock.now))).toEqual({ action: 'refuse' })
    expect(events.at(-1)).toMatchObject({ rejection: { reason: 'unknown-key', claimedKeyId: '2026-11-a' } })
  })

  test('serves everyone else at once while strangers make it look for their keys', async () => {
    const { check, state, clock } = await verify(textOf(first))
    await check(await sealWith(first))
    const { promise, resolve: answer } = Promise.withResolvers<void>()
    state.answer = (_request, response) => void promise.then(() => response.end(textOf(first)))
    clock.now = NOW + 31
    const stranger = check(await sealWith(second, clock.now))
    await expect.poll(() => state.requests).toBe(2)
    expect(await check(await sealWith(first, clock.now))).toMatchObject({ action: 'pass' })
    answer()
    expect(await stranger).toEqual({ action: 'refuse' })
  })

  test.each([
    { mode: 'enforce', type: 'refused', action: 'refuse' },
    { mode: 'observe', type: 'observed', action: 'pass' },
  ] as const)('believes nobody while there are no keys, and says so: $mode', async ({ mode, type, action }) => {
    const { check, events } = await verify('no keys', mode)
    const decision = await check(await sealWith(first))
    expect(decision.action).toBe(action)
    expect(decision).not.toHaveProperty('client.ip')
    expect(events).toEqual([{ type, rejection: { reason: 'keys-unavailable' }, discarded: [] }])
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
