import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Feed, FeedRequest } from '../../src/ranges/feeds/feed.ts'
import { fetchFeed } from '../../src/refresh/fetch-feed.ts'
import type { Fetch } from '../../src/refresh/fetch-limits.ts'
import { playProvider } from './play-provider.ts'

const URL_ONE = 'https://lists.example/one?signature=secret'
const LIMITS = { pauseSeconds: 0.001 }

function feedOf(...requests: readonly FeedRequest[]): Feed {
  return { provider: 'list:mine', source: URL_ONE, requests, parse: () => ({ ok: false, fault: 'is not read here' }) }
}

function requestFor(url: string, more: Partial<FeedRequest> = {}): FeedRequest {
  return { url, contentTypes: ['text/plain'], maxBytes: 1000, ...more }
}

const text: RequestListener = (request, response) =>
  response.writeHead(200, { 'content-type': 'Text/Plain ; charset=utf-8', etag: '"1"' }).end(`body of ${request.url}`)

describe('entity tags', () => {
  const feed = feedOf(requestFor('https://lists.example/one'), requestFor('https://lists.example/two'))
  /** The second part never changes. */
  const tagged: RequestListener = (request, response) => {
    const etag = request.url === '/one' ? '"new"' : '"old"'
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    response.writeHead(200, { 'content-type': 'text/plain', etag }).end(`body of ${request.url}`)
  }

  test('of all parts confirm a list without a body', async () => {
    const { fetch, asked } = await playProvider(tagged)
    const etags = ['"new"', '"old"']
    expect(await fetchFeed(feed, { fetch, etags })).toEqual({ ok: true, bodies: undefined, etags })
    expect(asked.map(({ etag }) => etag)).toEqual(etags)
  })

  test('of one part have the list fetched whole', async () => {
    const { fetch, asked } = await playProvider(tagged)
    const want = { ok: true, bodies: ['body of /one', 'body of /two'], etags: ['"new"', '"old"'] }
    expect(await fetchFeed(feed, { fetch, etags: ['"old"', '"old"'] })).toEqual(want)
    expect(asked.map(({ etag }) => etag)).toEqual(['"old"', '"old"', undefined, undefined])
  })

  test.each(['', 'unquoted', '"with space "', `"${'a'.repeat(201)}"`])('such as %j are not kept', async (etag) => {
    const listener: RequestListener = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain', etag }).end('body')
    const { fetch } = await playProvider(listener)
    const answer = await fetchFeed(feedOf(requestFor(URL_ONE)), { fetch })
    expect(answer).toEqual({ ok: true, bodies: ['body'], etags: [''] })
  })

  test('of a page and of the file that it names are neither sent nor kept', async () => {
    const follow = (body: string): FeedRequest => requestFor(`https://files.example/${body.replaceAll(/\W/g, '-')}`)
    const { fetch, asked } = await playProvider(text)
    const answer = await fetchFeed(feedOf(requestFor(URL_ONE, { follow })), { fetch, etags: ['"1"'] })
    const file = '/body-of--one-signature-secret'
    expect(answer).toEqual({ ok: true, bodies: [`body of ${file}`], etags: [''] })
    expect(asked).toEqual([{ path: '/one?signature=secret' }, { path: file }])
  })
})

test('a feed without requests has no bodies, and confirms nothing', async () => {
  expect(await fetchFeed(feedOf(), { etags: [] })).toEqual({ ok: true, bodies: [], etags: [] })
})

test('a byte order mark is dropped', async () => {
  const listener: RequestListener = (_, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end(Buffer.from('efbbbf41', 'hex'))
  const { fetch } = await playProvider(listener)
  expect(await fetchFeed(feedOf(requestFor(URL_ONE)), { fetch })).toMatchObject({ bodies: ['A'] })
})

describe('an address', () => {
  const neverAsked: Fetch = async () => {
    throw new RangeError('was asked')
  }

  test.each([
    { url: 'http://lists.example/one', path: 'lists.example/one' },
    { url: 'http://127.0.0.1:8080/one', path: '127.0.0.1:8080/one' },
    { url: 'http://127.0.0.1.lists.example/one', path: '127.0.0.1.lists.example/one', allowsLoopbackHttp: true },
    { url: 'http://localhost/one', path: 'localhost/one', allowsLoopbackHttp: true },
    { url: 'file:///etc/hosts', path: '/etc/hosts', allowsLoopbackHttp: true },
    { url: 'https://user:password@lists.example/', path: 'lists.example/' },
    { url: 'https://user@lists.example/', path: 'lists.example/' },
    { url: 'lists.example/one', path: 'an address that is none' },
  ])('such as $url is not asked', async ({ url, path, allowsLoopbackHttp = false }) => {
    const answer = await fetchFeed(feedOf(requestFor(url)), { fetch: neverAsked, limits: { allowsLoopbackHttp } })
    const fault = `BAD_URL at ${path}: must be an https:// address without user name and password. Correct the address of the list`
    expect(answer).toEqual({ ok: false, outcome: 'refused', fault })
  })

  test('that a page names is held to the same', async () => {
    const { fetch } = await playProvider(text)
    const follow = (): FeedRequest => requestFor('http://files.example/')
    const answer = await fetchFeed(feedOf(requestFor(URL_ONE, { follow })), { fetch })
    expect(answer).toMatchObject({ outcome: 'refused', fault: expect.stringContaining('BAD_URL at files.example/:') })
  })

  test('of this machine may be plain where the caller allows it', async () => {
    const { origin } = await playProvider(text, { isPlain: true })
    const answer = await fetchFeed(feedOf(requestFor(`${origin}/one`)), { limits: { allowsLoopbackHttp: true } })
    expect(answer).toMatchObject({ ok: true, bodies: ['body of /one'] })
  })

  test('is shown without its query', async () => {
    const { fetch } = await playProvider((_, response) => response.writeHead(403).end())
    const answer = await fetchFeed(feedOf(requestFor(URL_ONE)), { fetch })
    const rule = 'must answer with 200; got 403. Look whether the list is still published there'
    expect(answer).toEqual({ ok: false, outcome: 'failed', fault: `BAD_STATUS at lists.example/one: ${rule}` })
  })
})

describe('what may pass is asked for again', () => {
  function failing(times: number, status: number, headers: Record<string, string> = {}): RequestListener {
    let left = times
    return (request, response) => {
      if (left-- > 0) response.writeHead(status, headers).end()
      else text(request, response)
    }
  }

  test.each([
    { name: 'three faults of the server', listener: failing(3, 502), isOk: true, asked: 4 },
    { name: 'no fourth one', listener: failing(4, 502), isOk: false, asked: 4 },
    { name: 'too many requests', listener: failing(1, 429), isOk: true, asked: 2 },
    { name: 'nothing that will stay', listener: failing(1, 403), isOk: false, asked: 1 },
  ])('$name', async ({ listener, isOk, asked }) => {
    const source = await playProvider(listener)
    expect(await fetchFeed(feedOf(requestFor(URL_ONE)), { fetch: source.fetch, limits: LIMITS })).toMatchObject({
      ok: isOk,
    })
    expect(source.asked).toHaveLength(asked)
  })

  test.each([
    { name: 'that is short is waited for', headers: { 'retry-after': '1' }, asked: 2, least: 1000 },
    {
      name: 'of a time is read against the clock of the source',
      headers: { date: 'Thu, 26 Nov 2026 10:00:00 GMT', 'retry-after': 'Thu, 26 Nov 2026 10:00:01 GMT' },
      asked: 2,
      least: 1000,
    },
    { name: 'that is long ends the refresh', headers: { 'retry-after': '31' }, asked: 1, least: 0 },
    { name: 'that is no time says nothing', headers: { 'retry-after': 'soon' }, asked: 2, least: 0 },
  ])('a Retry-After $name', async ({ headers, asked, least }) => {
    const source = await playProvider(failing(1, 503, headers))
    const began = performance.now()
    await fetchFeed(feedOf(requestFor(URL_ONE)), { fetch: source.fetch, limits: LIMITS })
    expect(source.asked).toHaveLength(asked)
    expect(performance.now() - began).toBeGreaterThanOrEqual(least - 10)
  })
})

describe('a signal that aborts', () => {
  const feed = feedOf(requestFor(URL_ONE))
  const want = { ok: false, outcome: 'failed', fault: expect.stringContaining('STOPPED at lists.example/one: ') }

  test('before the start sends nothing', async () => {
    const { fetch, asked } = await playProvider(text)
    expect(await fetchFeed(feed, { fetch, signal: AbortSignal.abort() })).toEqual(want)
    expect(asked).toEqual([])
  })

  test('ends a request, also of a fetch that does not heed it', async () => {
    const deaf: Fetch = () => new Promise(() => undefined)
    expect(await fetchFeed(feed, { fetch: deaf, signal: AbortSignal.timeout(50) })).toEqual(want)
  })

  test('ends a body that does not heed it', async () => {
    const endless: Fetch = async () =>
      new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }), {
        headers: { 'content-type': 'text/plain' },
      })
    expect(await fetchFeed(feed, { fetch: endless, signal: AbortSignal.timeout(50) })).toEqual(want)
  })

  test('ends a pause', async () => {
    const { fetch } = await playProvider((_, response) => response.writeHead(503, { 'retry-after': '20' }).end())
    expect(await fetchFeed(feed, { fetch, signal: AbortSignal.timeout(300) })).toEqual(want)
  })
})

test('what a fetch throws is shown by its name alone', async () => {
  const fetch: Fetch = async () => {
    throw new Error('token=secret')
  }
  const answer = await fetchFeed(feedOf(requestFor(URL_ONE)), { fetch, limits: LIMITS })
  const fault = expect.stringMatching(/^UNREACHABLE at lists\.example\/one: must answer, to the end; got Error\. /)
  expect(answer).toEqual({ ok: false, outcome: 'failed', fault })
})

test('of a gzip bomb no more bytes are taken than the limit and a few chunks', async () => {
  const bomb = gzipSync(Buffer.alloc(100_000_000, ' '))
  const listener: RequestListener = (_, response) => {
    response.writeHead(200, {
      'content-type': 'text/plain',
      'content-encoding': 'gzip',
      'transfer-encoding': 'chunked',
    })
    response.end(bomb)
  }
  const source = await playProvider(listener)
  let handedOver = 0
  const fetch: Fetch = async (url, init) => {
    const response = await source.fetch(url, init)
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        handedOver += chunk.length
        controller.enqueue(chunk)
      },
    })
    return new Response(response.body?.pipeThrough(count), { headers: { 'content-type': 'text/plain' } })
  }
  const answer = await fetchFeed(feedOf(requestFor(URL_ONE, { maxBytes: 100_000 })), { fetch })
  expect(answer).toMatchObject({ outcome: 'refused', fault: expect.stringContaining('TOO_LARGE at lists.example/one') })
  expect(handedOver).toBeGreaterThan(100_000)
  expect(handedOver).toBeLessThan(100_000 + 4 * 65_536)
})
