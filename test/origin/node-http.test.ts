import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2'
import { connect as connectTcp, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Verifier } from '../../src/origin/index.ts'
import { clientOf, verifyRequests, verifyUpgrades } from '../../src/origin/node.ts'
import { fillIn, VALID } from './assertions.ts'
import { LOOPBACK, listen, openConnection, type RawConnection, writeRequest } from './raw-http.ts'
import { echo } from './runtimes.ts'
import { createReportingVerifier, groupHeaders } from './vectors.ts'

const ASSERTION = ['X-Client-IP-Assertion', VALID] as const
const FORGED = ['X-Client-IP', '203.0.113.66'] as const
const GET = { method: 'GET', target: '/' }
const CHUNKED = { method: 'POST', target: '/' }

async function serve(listener: RequestListener, setup: Parameters<typeof createReportingVerifier>[0] = {}) {
  const { verifier, events } = createReportingVerifier(setup)
  const connection = await openConnection(await listen(createServer(verifyRequests(verifier, listener))))
  return { connection, events }
}

function answer(response: ServerResponse, seen: unknown): void {
  const body = JSON.stringify(seen ?? null)
  response.writeHead(200, { 'content-length': body.length }).end(body)
}

async function readJson(connection: RawConnection): Promise<unknown> {
  const response = await connection.readResponse()
  return response?.status === 200 ? JSON.parse(response.body) : response?.status
}

describe('a connection that is kept alive', () => {
  test('is verified afresh with each request', async () => {
    const { connection, events } = await serve(echo)
    const sent = [
      [ASSERTION],
      [FORGED],
      [ASSERTION, FORGED],
      [['X-Client-IP-Assertion', fillIn('{ipv6}')] as const],
      [],
    ]
    const seen: unknown[] = []
    for (const headers of sent) {
      connection.send(writeRequest({ ...GET, headers }))
      seen.push(await readJson(connection))
    }
    expect(seen).toEqual([
      { action: 'pass', client: '192.0.2.7', headers: { 'x-client-ip': '192.0.2.7' } },
      401,
      { action: 'pass', client: '192.0.2.7', headers: { 'x-client-ip': '192.0.2.7' } },
      { action: 'pass', client: '2001:db8::7', headers: { 'x-client-ip': '2001:db8::7' } },
      401,
    ])
    expect(events.map(({ type }) => type)).toEqual(['verified', 'refused', 'verified', 'verified', 'refused'])
  })

  test('answers pipelined requests in their order, each by its own assertion', async () => {
    const { connection } = await serve(echo)
    connection.send([[ASSERTION], [FORGED], [ASSERTION]].map((headers) => writeRequest({ ...GET, headers })).join(''))
    const [first, second, third] = [await readJson(connection), await readJson(connection), await readJson(connection)]
    expect([first, second, third]).toMatchObject([{ client: '192.0.2.7' }, 401, { client: '192.0.2.7' }])
  })
})

const trailers: RequestListener = (request, response) => {
  request.resume().on('end', () => {
    const { trailers: joined, trailersDistinct, rawTrailers } = request
    answer(response, { joined, distinct: { ...trailersDistinct }, raw: rawTrailers, client: clientOf(request)?.ip })
  })
}

function chunked(fields: readonly (readonly [name: string, value: string])[], body = 'abc'): string {
  const lines = fields.map(([name, value]) => `${name}: ${value}`)
  return [`${body.length}`, body, '0', ...lines, '', ''].join('\r\n')
}

describe('trailers', () => {
  const headers = [ASSERTION, ['Transfer-Encoding', 'chunked'], ['Trailer', 'X-Client-IP, X-Sum']] as const
  const fields = [FORGED, ['x_client_ip', '203.0.113.66'], ['X-Sum', '1'], ['X-Sum', '2'], ASSERTION] as const
  const seen = {
    joined: { 'x-sum': '1, 2' },
    distinct: { 'x-sum': ['1', '2'] },
    raw: ['X-Sum', '1', 'X-Sum', '2'],
    client: '192.0.2.7',
  }

  test('never name a client, though they come after the verdict', async () => {
    const { connection, events } = await serve(trailers)
    connection.send(writeRequest({ ...CHUNKED, headers }))
    await expect.poll(() => events).toHaveLength(1)
    connection.send(chunked(fields))
    expect(await readJson(connection)).toEqual(seen)
  })

  test('never name a client, though they are there before the verdict', async () => {
    const { connection } = await serve(trailers)
    connection.send(writeRequest({ ...CHUNKED, headers }, chunked(fields)))
    expect(await readJson(connection)).toEqual(seen)
  })

  test('carry no assertion: one that comes there is missing', async () => {
    const { connection, events } = await serve(trailers)
    const withoutAssertion = [
      ['Transfer-Encoding', 'chunked'],
      ['Trailer', 'X-Client-IP-Assertion'],
    ] as const
    connection.send(writeRequest({ ...CHUNKED, headers: withoutAssertion }, chunked([ASSERTION])))
    expect(await readJson(connection)).toBe(401)
    expect(events).toMatchObject([{ type: 'refused', rejection: { reason: 'missing' } }])
  })

  test('are announced only as far as they are let through', async () => {
    const { connection } = await serve(echo)
    connection.send(writeRequest({ ...CHUNKED, headers }, chunked([])))
    expect(await readJson(connection)).toMatchObject({ headers: { trailer: 'X-Sum' } })
  })

  test('are cleaned while observing and on exempt routes too', async () => {
    const { connection } = await serve(trailers, { mode: 'observe' })
    const request = { ...CHUNKED, headers: [['Transfer-Encoding', 'chunked']] as const }
    connection.send(writeRequest(request, chunked(fields)))
    expect(await readJson(connection)).toEqual({ ...seen, client: undefined })
    connection.send(writeRequest({ ...request, method: 'GET', target: '/health' }, chunked(fields)))
    expect(await readJson(connection)).toEqual({ ...seen, client: undefined })
  })
})

describe('a request body', () => {
  test('waits unread for the verdict and reaches the listener whole', async () => {
    const { connection } = await serve((request, response) => {
      const chunks: Buffer[] = []
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => answer(response, Buffer.concat(chunks).length))
    })
    const body = 'x'.repeat(300_000)
    connection.send(writeRequest({ ...CHUNKED, headers: [ASSERTION, ['Content-Length', `${body.length}`]] }, body))
    expect(await readJson(connection)).toBe(body.length)
  })

  test('of a refused request is not taken for the next request', async () => {
    const { connection } = await serve(echo)
    const smuggled = writeRequest({ ...GET, headers: [ASSERTION] })
    connection.send(writeRequest({ ...CHUNKED, headers: [['Content-Length', `${smuggled.length}`]] }, smuggled))
    connection.send(writeRequest({ ...GET, target: '/health', headers: [] }))
    expect([await readJson(connection), await readJson(connection)]).toMatchObject([401, { client: null }])
  })
})

describe('the host of a request', () => {
  const bound = ['X-Client-IP-Assertion', fillIn('{bound}')] as const

  test.each([
    { name: 'in a single Host line', target: '/bound', headers: [bound], status: 200 },
    { name: 'in two lines that agree', target: '/bound', headers: [bound, ['Host', 'app.example.com']], status: 200 },
    { name: 'in two lines that differ', target: '/bound', headers: [bound, ['Host', 'b.example.com']], status: 401 },
    { name: 'in the target itself', target: 'http://app.example.com/bound', headers: [bound], status: 401 },
  ] as const)('binds an assertion only where there is one: $name', async ({ target, headers, status }) => {
    const { connection } = await serve(echo, { bind: 'request' })
    connection.send(writeRequest({ method: 'GET', target, headers }))
    expect((await connection.readResponse())?.status).toBe(status)
  })

  test('is none for a target in absolute form, whatever Host says', async () => {
    const { connection, events } = await serve(echo, { bind: 'host' })
    connection.send(writeRequest({ method: 'GET', target: 'http://b.example.com/bound', headers: [bound] }))
    expect((await connection.readResponse())?.status).toBe(401)
    expect(events).toMatchObject([{ rejection: { reason: 'binding-mismatch', claim: 'host' } }])
  })
})

test('a client that hangs up before the verdict is not served', async () => {
  const calls: string[] = []
  const { verifier } = createReportingVerifier()
  const port = await listen(
    createServer((request, response) => {
      const guarded = verifyRequests(verifier, () => calls.push('served'))
      request.destroy()
      guarded(request, response)
      setTimeout(() => calls.push('waited'), 50)
    }),
  )
  const connection = await openConnection(port)
  connection.send(writeRequest({ ...GET, headers: [ASSERTION] }))
  await connection.readAll()
  await expect.poll(() => calls).toEqual(['waited'])
})

test('clientOf knows nobody for a request that no verifier has seen', async () => {
  const port = await listen(createServer((request, response) => answer(response, clientOf(request))))
  const connection = await openConnection(port)
  connection.send(writeRequest({ ...GET, headers: [ASSERTION, FORGED] }))
  expect(await readJson(connection)).toBeNull()
})

describe('an upgrade', () => {
  const handshake = [
    ['Connection', 'Upgrade, x-client-ip'],
    ['Upgrade', 'echo'],
  ] as const

  async function serveUpgrades() {
    const { verifier, events } = createReportingVerifier()
    const server = createServer().on(
      'upgrade',
      verifyUpgrades(verifier, (request: IncomingMessage, socket, head) => {
        const seen = {
          client: clientOf(request)?.ip,
          headers: groupHeaders(Object.entries(request.headersDistinct).map(([name, values]) => [name, `${values}`])),
        }
        socket.write(`HTTP/1.1 101 Switching Protocols\r\nseen: ${JSON.stringify(seen)}\r\n\r\n${head}`)
        socket.on('error', () => socket.destroy()).pipe(socket)
      }),
    )
    return { port: await listen(server), events }
  }

  test('is handed on with the client, clean headers and the bytes behind it', async () => {
    const { port } = await serveUpgrades()
    const connection = await openConnection(port)
    connection.send(writeRequest({ ...GET, headers: [...handshake, ASSERTION, FORGED] }, 'early '))
    const response = await connection.readResponse()
    expect(response?.status).toBe(101)
    const headers = { connection: 'Upgrade', upgrade: 'echo', 'x-client-ip': '192.0.2.7' }
    expect(JSON.parse(response?.headers.get('seen') ?? '')).toEqual({ client: '192.0.2.7', headers })
    connection.send('late')
    connection.socket.end()
    expect(await connection.readAll()).toBe('early late')
  })

  test('without an assertion is refused like any request, and its connection closed', async () => {
    const { port, events } = await serveUpgrades()
    const connection = await openConnection(port)
    connection.send(writeRequest({ ...GET, headers: [...handshake, FORGED] }))
    const response = await connection.readResponse()
    expect([response?.status, response?.headers.get('connection'), response?.headers.get('cache-control')]).toEqual([
      401,
      'close',
      'no-store',
    ])
    expect(JSON.parse(response?.body ?? '')).toEqual({ type: 'about:blank', title: 'Unauthorized', status: 401 })
    expect(await connection.readAll()).toBe('')
    expect(events).toMatchObject([{ type: 'refused', rejection: { reason: 'missing' } }])
  })

  test('without an assertion is closed even if the client keeps its side open', async () => {
    const { verifier } = createReportingVerifier()
    const server = createServer().on('upgrade', verifyUpgrades(verifier, unreachable))
    const accepted = once(server, 'connection') as Promise<[Socket]>
    const client = connectTcp({ port: await listen(server), host: LOOPBACK, allowHalfOpen: true })
    onTestFinished(() => void client.destroy())
    client.resume().write(writeRequest({ ...GET, headers: [...handshake] }))
    const [socket] = await accepted
    await once(socket, 'close')
    expect(client.writableEnded).toBe(false)
  })

  test('that is reset before the verdict ends nothing but itself', async () => {
    const { verifier } = createReportingVerifier()
    let decide = (): void => undefined
    const mayDecide = new Promise<void>((resolve) => (decide = resolve))
    const slow: Verifier = { ...verifier, check: (request) => mayDecide.then(() => verifier.check(request)) }
    const server = createServer()
    const accepted = once(server, 'connection') as Promise<[Socket]>
    const upgraded = once(server.on('upgrade', verifyUpgrades(slow, unreachable)), 'upgrade')
    const client = connectTcp(await listen(server), LOOPBACK)
    client.write(writeRequest({ ...GET, headers: [...handshake, ASSERTION] }))
    const [socket] = await accepted
    await upgraded
    client.resetAndDestroy()
    await new Promise<void>((resolve) => socket.once('close', () => resolve()))
    decide()
    await new Promise(setImmediate)
    expect(socket.destroyed).toBe(true)
  })
})

function unreachable(): never {
  throw new Error('the application was called')
}

describe('an HTTP/2 request', () => {
  async function request(fields: Readonly<Record<string, string | string[]>>, forgedTrailers: boolean) {
    const { verifier } = createReportingVerifier({ bind: 'host' })
    const server = createHttp2Server(
      verifyRequests(verifier, (received: Http2ServerRequest, response) => {
        received.resume().on('end', () => {
          const { headers, rawHeaders, trailers: joined, rawTrailers } = received
          const raw = rawHeaders.filter((_, i) => i % 2 === 0 && !rawHeaders[i]?.startsWith(':'))
          const own = groupHeaders(Object.entries(headers).map(([name, value]) => [name, `${value}`]))
          response.end(JSON.stringify({ client: clientOf(received)?.ip, own, raw, joined, rawTrailers }))
        })
      }),
    )
    const session = connectHttp2(`http://${LOOPBACK}:${await listen(server)}`)
    onTestFinished(() => session.destroy())
    const authority = { ':authority': 'app.example.com', ':path': '/bound', ':method': 'GET' }
    const stream = session.request({ ...authority, ...fields }, { endStream: false, waitForTrailers: forgedTrailers })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-client-ip': '203.0.113.66', 'x-sum': '1' }))
    let status = 0
    let body = ''
    stream.on('response', (headers) => (status = headers[':status'] ?? 0))
    stream.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    stream.end('abc')
    await once(stream, 'end')
    return { status, seen: status === 200 ? (JSON.parse(body) as unknown) : undefined }
  }

  test('is cleaned in its headers and trailers, and bound to its authority', async () => {
    const fields = {
      'x-client-ip-assertion': fillIn('{bound}'),
      'x-client-ip': '203.0.113.66',
      x_client_ip: 'a',
      'x-other': 'b',
    }
    expect(await request(fields, true)).toEqual({
      status: 200,
      seen: {
        client: '192.0.2.7',
        own: { 'x-other': 'b', 'x-client-ip': '192.0.2.7' },
        raw: ['x-other', 'X-Client-IP'],
        joined: { 'x-sum': '1' },
        rawTrailers: ['x-sum', '1'],
      },
    })
  })

  test('with two assertions is refused, for HTTP/2 keeps lines apart as well', async () => {
    const bound = fillIn('{bound}')
    expect(await request({ 'x-client-ip-assertion': [bound, bound] }, false)).toMatchObject({ status: 401 })
  })
})
