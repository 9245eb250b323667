import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { connect, createServer as createTcpServer, type Server } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { OriginError } from '../../src/origin/index.ts'
import {
  clientOf,
  createProxyProtocolServer,
  type ProxyProtocolEvent,
  type ProxyProtocolOptions,
  proxyHeaderOf,
  verifyRequests,
} from '../../src/origin/node.ts'
import { encodeProxyHeader, type ProxyHeader } from '../../src/proxy-protocol/index.ts'
import { VALID } from './assertions.ts'
import { LOOPBACK, listen, openConnection, writeRequest } from './raw-http.ts'
import { createReportingVerifier } from './vectors.ts'

const V2: ProxyHeader<string> = {
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: '192.0.2.7', port: 40000 },
  destination: { address: '198.51.100.1', port: 443 },
  tlvs: [
    { type: 'authority', text: 'app.example.com' },
    { type: 'crc32c', hex: '' },
  ],
}
const HEADERS = {
  'version 2': encodeProxyHeader(V2),
  'version 2 with IPv6': encodeProxyHeader({
    ...V2,
    family: 'tcp6',
    source: { address: '2001:db8::7', port: 40000 },
    destination: { address: '2001:db8::1', port: 443 },
  }),
  'version 1': encodeProxyHeader({ ...V2, version: 1, tlvs: [] }),
  LOCAL: encodeProxyHeader({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] }),
  UNSPEC: encodeProxyHeader({ version: 2, command: 'PROXY', family: 'unspec', tlvs: [] }),
  UNKNOWN: Buffer.from('PROXY UNKNOWN\r\n'),
}
/** A LOCAL header as AWS sends it with health checks: with addresses, which mean nothing. */
const LOCAL_WITH_ADDRESSES = Buffer.from(HEADERS['version 2']).fill(0x20, 12, 13)

const GET = writeRequest({ method: 'GET', target: '/', headers: [] })
const HEALTH = writeRequest({ method: 'GET', target: '/health', headers: [] })

/** Serves whoever has a client, and the health check to whoever has none. */
const app: RequestListener = (request, response) => {
  const facts = proxyHeaderOf(request.socket)
  const isHealthCheck = facts?.command === 'LOCAL' && request.url === '/health'
  const body = facts?.command === 'PROXY' ? facts.source.address : 'nobody'
  response
    .writeHead(facts?.command === 'PROXY' || isHealthCheck ? 200 : 403, { 'content-length': body.length })
    .end(body)
}

async function start(server: Server, options: Partial<ProxyProtocolOptions> = {}) {
  const events: ProxyProtocolEvent[] = []
  const report = (event: ProxyProtocolEvent) => events.push(event)
  const front = createProxyProtocolServer(server, { senders: ['127.0.0.0/8'], report, ...options })
  const { port } = await front.listen({ port: 0, host: LOOPBACK })
  onTestFinished(() => front.close())
  return { front, port, events }
}

const startHttp = (options?: Partial<ProxyProtocolOptions>) => start(createHttpServer(app), options)

describe('a connection with a header', () => {
  test.each([
    { name: 'version 2', answer: '192.0.2.7' },
    { name: 'version 2 with IPv6', answer: '2001:db8::7' },
    { name: 'version 1', answer: '192.0.2.7' },
  ] as const)('reaches the server with its client: $name', async ({ name, answer }) => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.send(HEADERS[name])
    connection.send(GET)
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: answer })
    connection.send(GET)
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: answer })
    const facts = { command: 'PROXY', sender: LOOPBACK, source: { address: answer, port: 40000 } }
    expect(events).toMatchObject([{ type: 'accepted', facts }])
  })

  test.each(['version 2', 'version 1'] as const)('may send it and a request in one piece: %s', async (name) => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS[name], Buffer.from(GET + GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
  })

  test.each(['version 2', 'version 1'] as const)('may send it byte by byte: %s', async (name) => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.socket.setNoDelay(true)
    for (const byte of [...HEADERS[name], ...Buffer.from(GET)]) {
      connection.send(Uint8Array.of(byte))
      await new Promise(setImmediate)
    }
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
  })

  test('loses none of the bytes behind it, however many and wherever they are cut', async () => {
    const server = createTcpServer((socket) => {
      let received = 0
      socket.on('data', (chunk) => (received += chunk.length)).on('end', () => socket.end(`got ${received}`))
    })
    const { port } = await start(server)
    const connection = await openConnection(port)
    const payload = Buffer.alloc(1_000_000, 'x')
    connection.send(Buffer.concat([HEADERS['version 2'], payload.subarray(0, 100_000)]))
    connection.send(payload.subarray(100_000))
    connection.socket.end()
    expect(await connection.readAll()).toBe('got 1000000')
  })

  test('reaches a server that begins to read later with nothing lost', async () => {
    const server = createTcpServer((socket) => {
      setTimeout(() => socket.pipe(socket), 20)
    })
    const { port } = await start(server)
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from('early ')]))
    connection.send('late')
    connection.socket.end()
    expect(await connection.readAll()).toBe('early late')
  })

  test('reaches the server as new: nobody listens to it, and it neither flows nor is paused', async () => {
    const states: unknown[] = []
    const server = createTcpServer((socket) => {
      setImmediate(() => {
        const listeners = ['error', 'readable', 'data', 'close'].map((event) => socket.listenerCount(event))
        states.push({ flowing: socket.readableFlowing, isPaused: socket.isPaused(), listeners })
        socket.end()
      })
    })
    const { port } = await start(server)
    const guarded = await openConnection(port)
    guarded.send(HEADERS['version 2'])
    await guarded.readAll()
    const plain = createTcpServer((socket) => server.emit('connection', socket))
    await (await openConnection(await listen(plain))).readAll()
    expect(states).toHaveLength(2)
    expect(states[0]).toEqual(states[1])
  })

  test.each([
    { name: 'closes with its client', allowHalfOpen: false, answer: 'early' },
    { name: 'may go on when its client has closed', allowHalfOpen: true, answer: 'early late' },
  ])('is half-open for as long as the server itself would let it: $name', async ({ allowHalfOpen, answer }) => {
    const server = createTcpServer({ allowHalfOpen }, (socket) => {
      socket.write('early')
      socket.resume().on('end', () => setTimeout(() => socket.writable && socket.end(' late'), 20))
    })
    const { port } = await start(server)
    const connection = await openConnection(port)
    connection.socket.end(Buffer.concat([HEADERS['version 2'], Buffer.from('x')]))
    expect(await connection.readAll()).toBe(answer)
  })

  test('may close its sending side at once and still gets its answer', async () => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.socket.end(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
  })

  test('may be verified by its assertion as well: header and assertion are two facts', async () => {
    const { verifier } = createReportingVerifier()
    const guarded = verifyRequests(verifier, (request, response) => {
      const facts = proxyHeaderOf(request.socket)
      response.end(`${clientOf(request)?.via} ${facts?.command === 'PROXY' && facts.source.address}`)
    })
    const { port } = await start(createHttpServer(guarded))
    const connection = await openConnection(port)
    connection.send(HEADERS['version 2 with IPv6'])
    connection.send(writeRequest({ method: 'GET', target: '/', headers: [['X-Client-IP-Assertion', VALID]] }))
    expect(await connection.readResponse()).toMatchObject({ status: 200 })
    connection.send(GET)
    connection.socket.end()
    expect(await connection.readAll()).toContain('401')
  })
})

describe('a second header', () => {
  test.each(['version 2', 'version 1'] as const)('is payload, and for HTTP a bad request: %s', async (name) => {
    const { port } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2 with IPv6'], HEADERS[name], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 400 })
    expect(await connection.readAll()).toBe('')
  })
})

describe('a connection without a client', () => {
  test.each([
    { name: 'LOCAL', bytes: HEADERS.LOCAL },
    { name: 'LOCAL with addresses', bytes: LOCAL_WITH_ADDRESSES },
    { name: 'UNSPEC', bytes: HEADERS.UNSPEC },
    { name: 'UNKNOWN', bytes: HEADERS.UNKNOWN },
  ])('is marked as such, so that it gets its health check and nothing else: $name', async ({ bytes }) => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([bytes, Buffer.from(HEALTH + GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200, body: 'nobody' })
    expect(await connection.readResponse()).toMatchObject({ status: 403 })
    expect(events).toMatchObject([{ type: 'accepted', facts: { command: 'LOCAL', sender: LOOPBACK } }])
    expect(events).not.toHaveProperty('0.facts.source')
  })
})

const tooLarge = Buffer.from(HEADERS['version 2'])
tooLarge.writeUInt16BE(4081, 14)
const wrongCrc = Buffer.from(HEADERS['version 2'])
wrongCrc[16] = 193

describe('a connection without an acceptable header', () => {
  test.each([
    { name: 'plain HTTP', bytes: GET, reason: 'not-proxy-protocol' },
    {
      name: 'a method that begins like the header',
      bytes: 'PROPFIND / HTTP/1.1\r\n\r\n',
      reason: 'not-proxy-protocol',
    },
    { name: 'a version 2 header of 4097 bytes', bytes: tooLarge, reason: 'too-large' },
    { name: 'a version 1 line that does not end', bytes: `PROXY UNKNOWN ${'x'.repeat(200)}`, reason: 'line-too-long' },
    { name: 'a wrong checksum', bytes: wrongCrc, reason: 'wrong-crc' },
    { name: 'a UNIX address', bytes: encodeUnix(), reason: 'unix-refused' },
  ])('is closed unanswered: $name', async ({ bytes, reason }) => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.send(bytes)
    expect(await connection.readAll()).toBe('')
    await expect
      .poll(() => events)
      .toMatchObject([{ type: 'closed', refusal: { reason: 'bad-header', fault: reason } }])
  })

  test('is closed when its time is up, though it goes on sending', async () => {
    const { port, events } = await startHttp({ headerTimeoutSeconds: 0.15 })
    const connection = await openConnection(port)
    const bytes = [...HEADERS['version 2']].slice(0, -1)
    const drip = setInterval(() => connection.send(Uint8Array.of(bytes.shift() ?? 0)), 10)
    onTestFinished(() => clearInterval(drip))
    connection.send(Uint8Array.of(bytes.shift() ?? 0))
    expect(await connection.readAll()).toBe('')
    expect(bytes.length).toBeGreaterThan(0)
    await expect
      .poll(() => events)
      .toMatchObject([{ type: 'closed', refusal: { reason: 'timeout', timeoutSeconds: 0.15 } }])
  })

  test('is closed when its time is up, though it sends nothing', async () => {
    const { port, events } = await startHttp({ headerTimeoutSeconds: 0.05 })
    expect(await (await openConnection(port)).readAll()).toBe('')
    await expect.poll(() => events).toMatchObject([{ type: 'closed', refusal: { reason: 'timeout' } }])
  })

  test('is closed when it ends within its header', async () => {
    const { port, events } = await startHttp()
    const connection = await openConnection(port)
    connection.socket.end(HEADERS['version 2'].subarray(0, 20))
    expect(await connection.readAll()).toBe('')
    await expect.poll(() => events).toMatchObject([{ type: 'closed', refusal: { reason: 'disconnected' } }])
  })

  test('ends nothing but itself when it is reset', async () => {
    const { port, events } = await startHttp()
    const socket = connect(port, LOOPBACK)
    socket.write(HEADERS['version 2'].subarray(0, 20))
    await once(socket, 'connect')
    const other = await openConnection(port)
    other.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    await other.readResponse()
    socket.resetAndDestroy()
    await expect.poll(() => events.at(-1)).toMatchObject({ type: 'closed', refusal: { reason: 'disconnected' } })
    other.send(GET)
    expect(await other.readResponse()).toMatchObject({ status: 200 })
  })

  test('keeps no later one waiting beyond the limit', async () => {
    const { port, events } = await startHttp({ maxWaiting: 2 })
    const first = await openConnection(port)
    await openConnection(port)
    const third = await openConnection(port)
    third.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await third.readAll()).toBe('')
    expect(events).toMatchObject([{ type: 'closed', refusal: { reason: 'too-many-waiting', maxWaiting: 2 } }])
    first.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await first.readResponse()).toMatchObject({ status: 200 })
    const fourth = await openConnection(port)
    fourth.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await fourth.readResponse()).toMatchObject({ status: 200 })
  })
})

function encodeUnix(): Uint8Array {
  const [source, destination] = [{ path: '/run/a' }, { path: '/run/b' }]
  return encodeProxyHeader({
    version: 2,
    command: 'PROXY',
    family: 'unix',
    transport: 'stream',
    source,
    destination,
    tlvs: [],
  })
}

describe('a sender', () => {
  test('outside the prefixes is closed, whatever it sends', async () => {
    const { port, events } = await startHttp({ senders: ['192.0.2.0/24', '2001:db8::/32'] })
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readAll()).toBe('')
    expect(events).toMatchObject([{ type: 'closed', peer: LOOPBACK, refusal: { reason: 'stranger' } }])
  })

  test('is the same by IPv4 and by IPv4-mapped IPv6, as a dual-stack socket shows it', async () => {
    const events: ProxyProtocolEvent[] = []
    const server = createHttpServer(app)
    const report = (event: ProxyProtocolEvent) => events.push(event)
    const front = createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], report })
    const { port } = await front.listen({ port: 0, host: '::ffff:127.0.0.1' })
    onTestFinished(() => front.close())
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ body: '192.0.2.7' })
    expect(events).toMatchObject([{ facts: { sender: LOOPBACK } }])
  })
})

describe('closing', () => {
  test('drops who has no header yet, lets a running request finish, and frees the port', async () => {
    const served = vi.fn<RequestListener>((_, response) => void setTimeout(() => response.end('done'), 50))
    const { front, port } = await start(createHttpServer(served))
    const waiting = await openConnection(port)
    const running = await openConnection(port)
    running.send(
      Buffer.concat([
        HEADERS['version 2'],
        Buffer.from(writeRequest({ method: 'GET', target: '/', headers: [['Connection', 'close']] })),
      ]),
    )
    await expect.poll(() => served.mock.calls.length).toBe(1)
    const closed = front.close()
    expect(await waiting.readAll()).toBe('')
    expect(await running.readAll()).toContain('done')
    await closed
    const late = connect(port, LOOPBACK)
    expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }])
  })

  test('drops connections that are kept alive without a request', async () => {
    const { front, port } = await startHttp()
    const connection = await openConnection(port)
    connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
    expect(await connection.readResponse()).toMatchObject({ status: 200 })
    await front.close()
    expect(await connection.readAll()).toBe('')
  })

  test('leaves no timer behind that would keep the process', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { front, port } = await start(createTcpServer((socket) => socket.end()))
    const connection = await openConnection(port)
    await openConnection(port)
    await expect.poll(() => vi.getTimerCount(), { interval: 0 }).toBe(2)
    connection.send(HEADERS['version 2'])
    await connection.readAll()
    expect(vi.getTimerCount()).toBe(1)
    await front.close()
    await expect.poll(() => vi.getTimerCount(), { interval: 0 }).toBe(0)
  })

  test('may be asked for twice, and before anything listens', async () => {
    const front = createProxyProtocolServer(createHttpServer(), { senders: ['127.0.0.1/32'], report: () => undefined })
    await front.close()
    await front.listen({ port: 0, host: LOOPBACK })
    await Promise.all([front.close(), front.close()])
  })
})

test('an HTTP server watches its own timeouts behind the listener', async () => {
  const server = createHttpServer({ connectionsCheckingInterval: 20, headersTimeout: 60, requestTimeout: 60 }, app)
  const { port } = await start(server)
  const connection = await openConnection(port)
  connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from('GET / HTTP/1.1\r\n')]))
  expect(await connection.readResponse()).toMatchObject({ status: 408 })
})

test('a port that is taken rejects with what the system says', async () => {
  const { port } = await startHttp()
  const front = createProxyProtocolServer(createHttpServer(), { senders: ['127.0.0.1/32'], report: () => undefined })
  await expect(front.listen({ port, host: LOOPBACK })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('a server that listens by itself is refused, for that port would take connections without a header', async () => {
  const server = createHttpServer()
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  onTestFinished(() => void server.close())
  const create = () => createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], report: () => undefined })
  expect(create).toThrow(expect.objectContaining({ code: 'ALREADY_LISTENING' }))
})

test('a server that has begun to listen by itself in the meantime is refused too', async () => {
  const server = createHttpServer()
  const front = createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], report: () => undefined })
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  onTestFinished(() => void server.close())
  await expect(front.listen({ port: 0, host: LOOPBACK })).rejects.toMatchObject({ code: 'ALREADY_LISTENING' })
})

describe('options that cannot be meant', () => {
  test.each<{ name: string; change: Partial<ProxyProtocolOptions>; code: string; path: string }>([
    { name: 'no sender', change: { senders: [] }, code: 'BAD_SENDER', path: 'senders' },
    {
      name: 'a sender without a length',
      change: { senders: ['10.0.0.0/8', '192.0.2.1'] },
      code: 'BAD_SENDER',
      path: 'senders[1]',
    },
    { name: 'a sender with host bits', change: { senders: ['192.0.2.1/24'] }, code: 'BAD_SENDER', path: 'senders[0]' },
    { name: 'everybody by IPv4', change: { senders: ['0.0.0.0/0'] }, code: 'BAD_SENDER', path: 'senders[0]' },
    { name: 'everybody by IPv6', change: { senders: ['::/0'] }, code: 'BAD_SENDER', path: 'senders[0]' },
    { name: 'no time', change: { headerTimeoutSeconds: 0 }, code: 'BAD_LIMIT', path: 'headerTimeoutSeconds' },
    {
      name: 'time without end',
      change: { headerTimeoutSeconds: Number.POSITIVE_INFINITY },
      code: 'BAD_LIMIT',
      path: 'headerTimeoutSeconds',
    },
    {
      name: 'no number of seconds',
      change: { headerTimeoutSeconds: Number.NaN },
      code: 'BAD_LIMIT',
      path: 'headerTimeoutSeconds',
    },
    { name: 'less than a header', change: { maxHeaderBytes: 51 }, code: 'BAD_LIMIT', path: 'maxHeaderBytes' },
    {
      name: 'more than a header can be',
      change: { maxHeaderBytes: 65_552 },
      code: 'BAD_LIMIT',
      path: 'maxHeaderBytes',
    },
    { name: 'nobody waiting', change: { maxWaiting: 0 }, code: 'BAD_LIMIT', path: 'maxWaiting' },
  ])('are refused at setup: $name', ({ change, code, path }) => {
    const create = () =>
      createProxyProtocolServer(createHttpServer(), { senders: ['127.0.0.1/32'], report: () => undefined, ...change })
    expect(create).toThrow(OriginError)
    expect(create).toThrow(expect.objectContaining({ code, path }))
  })
})
