import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { publicJwks } from '../../src/assertion/index.ts'
import { NOW } from './assertions.ts'
import { first, kidsOf, second, secret, serveKeys, startFetching, textOf, withText } from './key-server.ts'

const { keys: published } = publicJwks([first])
const { keys: others } = publicJwks([second])

const faults = [
  { name: 'an error of the server', answer: 503, fault: { reason: 'bad-status', status: 503 } },
  { name: 'nothing there', answer: 404, fault: { reason: 'bad-status', status: 404 } },
  { name: 'an answer without content', answer: 204, fault: { reason: 'bad-status', status: 204 } },
  { name: 'a page of HTML', answer: '<html>', fault: { reason: 'bad-key-set', error: { code: 'NOT_A_KEY_SET' } } },
  { name: 'nothing at all', answer: '', fault: { reason: 'bad-key-set', error: { code: 'NOT_A_KEY_SET' } } },
  { name: 'an empty set', answer: '{"keys":[]}', fault: { reason: 'bad-key-set', error: { code: 'EMPTY_KEY_SET' } } },
  {
    name: 'two keys of one name',
    answer: JSON.stringify({ keys: [...published, ...published] }),
    fault: { reason: 'bad-key-set', error: { code: 'DUPLICATE_KID' } },
  },
  {
    name: 'a secret beside a good key',
    answer: JSON.stringify({ keys: [...others, secret] }),
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
    const { source, state, events } = await startFetching(textOf(first))
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
    const { source, state, events } = await startFetching('')
    state.answer =
      typeof answer === 'number' ? (_request, response) => void response.writeHead(answer).end() : withText(answer)
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ type: 'keys-not-loaded', fault, failures: 1, ageSeconds: undefined }])
  })

  test('is not looked for where a redirect points', async () => {
    const { source, state, events } = await startFetching('')
    const elsewhere = await serveKeys(textOf(second))
    state.answer = (_request, response) => void response.writeHead(302, { location: elsewhere.url }).end()
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ fault: { reason: 'bad-status', status: 302 } }])
    expect(elsewhere.state.requests).toBe(0)
  })

  test('is too large by what it unpacks to, not by what is sent', async () => {
    const { source, state, events } = await startFetching('')
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
    const { source, state, events } = await startFetching('', { timeoutSeconds: 0.1 })
    state.answer = (_request, response) => void (begin && response.writeHead(200).write('{"keys":'))
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ fault: { reason: 'timeout', timeoutSeconds: 0.1 } }])
  })

  test('is unreachable where nobody answers', async () => {
    const { source, events } = await startFetching('', { fetch: () => Promise.reject(new TypeError('fetch failed')) })
    expect(await source.keysAt(NOW)).toBeUndefined()
    expect(events).toMatchObject([{ fault: { reason: 'unreachable', error: { message: 'fetch failed' } } }])
  })

  test('ends what was believed once the last good one has reached its greatest age', async () => {
    const { source, state, events } = await startFetching(textOf(first), { maxAgeSeconds: 1000 })
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
    const { source, state } = await startFetching(textOf(first), { report })
    expect(await kidsOf(source.keysAt(NOW))).toEqual(['2026-11-a'])
    state.answer = withText('')
    expect(await kidsOf(source.keysAt(NOW + 700))).toEqual(['2026-11-a'])
  })
})
