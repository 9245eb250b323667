import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { SNAPSHOT } from '../../src/ranges/snapshot.ts'
import poisonings from '../vectors/list-poisonings.json' with { type: 'json' }
import { EXPIRED, SELF_SIGNED, type Stage } from './play-provider.ts'
import { type Page, printPages, servePages } from './provider-pages.ts'
import { type BundledName, showPoisoning, VERSION } from './show-poisoning.ts'

type Vector = {
  readonly provider: string
  readonly type?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly bodyHex?: string
  readonly keep?: number
  readonly list?: string
  readonly replace?: readonly string[]
}

function isBundled(name: string): name is BundledName {
  return name in SNAPSHOT
}

function requireBundled(name: string): BundledName {
  if (!isBundled(name)) throw new RangeError(`the vectors name ${name}, which has no bundled list`)
  return name
}

/** The last page holds the list, or the last part of it; `body` stands for the first. */
function poisonPages(vector: Vector): readonly Page[] {
  const provider = requireBundled(vector.provider)
  const prefixes = SNAPSHOT[requireBundled(vector.list ?? provider)].prefixes
  const pages = printPages(provider, prefixes, VERSION)
  const [from = '', to = ''] = vector.replace ?? []
  return pages.map((page, i) => {
    const replaced = page.body.replace(from, to)
    const body = replaced.slice(0, Math.floor(replaced.length * (vector.keep ?? 1)))
    return { ...page, type: vector.type ?? page.type, body: i === 0 ? (vector.body ?? body) : body }
  })
}

function serveVector(vector: Vector): RequestListener {
  const pages = poisonPages(vector)
  return (request, response) => {
    const page = pages.find(({ path }) => path === request.url)
    const type = vector.type ?? page?.type
    const contentType = type === '' || type === undefined ? {} : { 'content-type': type }
    response.writeHead(page ? (vector.status ?? 200) : 404, { ...contentType, ...vector.headers })
    response.end(vector.bodyHex === undefined ? page?.body : Buffer.from(vector.bodyHex, 'hex'))
  }
}

describe('a poisoned answer', () => {
  test.each(poisonings.vectors)('$name is not accepted', async (vector) => {
    const { provider, fault } = vector
    // Sound: the vectors hold these two alone, and the check of the result would fail for another.
    const outcome = vector.outcome as 'refused' | 'failed'
    const { source } = await showPoisoning({
      provider: requireBundled(provider),
      listener: serveVector(vector),
      outcome,
      fault,
    })
    if (vector.asked !== undefined) expect(source.asked).toHaveLength(2 * vector.asked)
  })
})

const good = printPages('cloudflare', SNAPSHOT.cloudflare.prefixes, VERSION)
const goodBody = good[0]?.body ?? ''
const zippedSpaces = gzipSync(Buffer.alloc(10_000_000, ' '))
const JSON_TYPE = { 'content-type': 'application/json' }

/** A listing of 10 MB in which every entry is a prefix. */
const LARGE_BODY = `{"success":true,"result":{"etag":"1","ipv4_cidrs":[${'"198.41.128.0/17",'.repeat(550_000)}"198.41.128.0/17"],"ipv6_cidrs":[]}}`

describe('a source that does not send what it says', () => {
  type Case = {
    readonly name: string
    readonly listener: RequestListener
    readonly outcome: 'refused' | 'failed'
    readonly fault: string
    readonly asked: number
    readonly stage?: Stage
  }

  test.each<Case>([
    {
      name: 'a connection that is cut before the length that was announced',
      listener: (_, response) => {
        response.writeHead(200, { ...JSON_TYPE, 'content-length': goodBody.length + 1 })
        response.write(goodBody, () => response.destroy())
      },
      outcome: 'failed',
      fault: 'UNREACHABLE at api.cloudflare.com/client/v4/ips: must answer, to the end; got UND_ERR_SOCKET',
      asked: 4,
    },
    {
      name: 'a connection that is cut between two chunks',
      listener: (_, response) => {
        response.writeHead(200, JSON_TYPE)
        response.write(goodBody, () => response.destroy())
      },
      outcome: 'failed',
      fault: 'UNREACHABLE at api.cloudflare.com/client/v4/ips',
      asked: 4,
    },
    {
      name: 'a connection that is cut before any answer',
      listener: (request) => request.socket.destroy(),
      outcome: 'failed',
      fault: 'UNREACHABLE at api.cloudflare.com/client/v4/ips',
      asked: 4,
    },
    {
      name: '10 MB that say so',
      listener: (_, response) =>
        response.writeHead(200, { ...JSON_TYPE, 'content-length': LARGE_BODY.length }).end(LARGE_BODY),
      outcome: 'refused',
      fault: 'TOO_LARGE at api.cloudflare.com/client/v4/ips: must have at most 65536 bytes, decoded',
      asked: 1,
    },
    {
      name: '10 MB that do not',
      listener: (_, response) =>
        response.writeHead(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' }).end(LARGE_BODY),
      outcome: 'refused',
      fault: 'TOO_LARGE at api.cloudflare.com/client/v4/ips: must have at most 65536 bytes, decoded',
      asked: 1,
    },
    {
      name: 'gzip that is none',
      listener: (_, response) => response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(goodBody),
      outcome: 'failed',
      fault: 'UNREACHABLE at api.cloudflare.com/client/v4/ips: must answer, to the end; got Z_DATA_ERROR',
      asked: 4,
    },
    {
      name: 'a gzip body that ends at its half',
      listener: (_, response) => {
        const zipped = gzipSync(goodBody)
        response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(zipped.subarray(0, zipped.length / 2))
      },
      outcome: 'refused',
      fault: 'BAD_SHAPE at api.cloudflare.com/client/v4/ips',
      asked: 1,
    },
    {
      name: '304 to a request for the whole list',
      listener: (_, response) => response.writeHead(304).end(),
      outcome: 'refused',
      fault: 'UNASKED_304 at api.cloudflare.com/client/v4/ips',
      asked: 1,
    },
    {
      name: 'a certificate that nobody vouches for',
      listener: servePages(good),
      stage: { certificate: SELF_SIGNED },
      outcome: 'failed',
      fault: 'BAD_CERTIFICATE at api.cloudflare.com/client/v4/ips',
      asked: 0,
    },
    {
      name: 'a certificate that has expired',
      listener: servePages(good),
      stage: { certificate: EXPIRED },
      outcome: 'failed',
      fault: 'got CERT_HAS_EXPIRED',
      asked: 0,
    },
    {
      name: 'a certificate for other names',
      listener: servePages(good),
      stage: { host: 'localhost' },
      outcome: 'failed',
      fault: 'got ERR_TLS_CERT_ALTNAME_INVALID',
      asked: 0,
    },
    {
      name: 'plain HTTP where TLS is spoken',
      listener: servePages(good),
      stage: { isPlain: true, scheme: 'https' },
      outcome: 'failed',
      fault: 'at api.cloudflare.com/client/v4/ips',
      asked: 0,
    },
  ])('$name', async ({ asked, ...poisoning }) => {
    const { source } = await showPoisoning(poisoning)
    expect(source.asked).toHaveLength(2 * asked)
  })
})

describe('an answer without an end', () => {
  test('a byte a second ends when its time is up', async () => {
    const began = performance.now()
    const listener: RequestListener = (_, response) => {
      response.writeHead(200, JSON_TYPE)
      const timer = setInterval(() => response.write(' '), 1000)
      response.on('close', () => clearInterval(timer))
    }
    const fault = 'TIMED_OUT at api.cloudflare.com/client/v4/ips'
    const { source } = await showPoisoning({ listener, outcome: 'failed', fault, timeoutSeconds: 1.5 })
    expect(source.asked).toHaveLength(2)
    expect(performance.now() - began).toBeLessThan(2 * 1500 + 1500)
  })

  test('silence after the request ends when its time is up', async () => {
    const fault = 'TIMED_OUT at api.cloudflare.com/client/v4/ips'
    await showPoisoning({ listener: () => undefined, outcome: 'failed', fault, timeoutSeconds: 0.3 })
  })

  test('of a gzip bomb of 1 GB no more is unfolded than the limit and what streams hold', async () => {
    // Members of gzip follow one another in a body, and each of these is 10 MB of spaces. No length says how many.
    const bomb = Buffer.concat(Array.from({ length: 100 }, () => zippedSpaces))
    const listener: RequestListener = (_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' }).end(bomb)
    }
    const before = process.memoryUsage.rss()
    const fault = 'TOO_LARGE at api.cloudflare.com/client/v4/ips'
    const { source } = await showPoisoning({ listener, outcome: 'refused', fault })
    expect(source.asked).toHaveLength(2)
    expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(128)
  })
})
