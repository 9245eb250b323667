import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { LOOPBACK, listen, openConnection, writeRequest } from '../origin/raw-http.ts'
import { ASSERTION } from '../origin/verified-server.ts'
import { GET, OK, sendTo, serveBytes, statusOf } from './sidecar-bytes-app.ts'
import { startSidecar } from './sidecar-under-test.ts'

describe('an application', () => {
  test('that cannot be reached is 502, and the next request is served once it can', async () => {
    const app = createServer((socket) => socket.on('data', () => socket.write(OK)))
    const appPort = await listen(app)
    await new Promise((resolve) => app.close(resolve))
    const { port, events } = await startSidecar(`http://${LOOPBACK}:${appPort}`)
    const connection = await sendTo(port, GET)
    const response = await connection.readResponse()
    expect([response?.status, response?.headers.get('content-type')]).toEqual([502, 'application/problem+json'])
    expect(JSON.parse(response?.body ?? '')).toEqual({ type: 'about:blank', title: 'Bad Gateway', status: 502 })
    expect(events).toEqual([{ type: 'unreachable', code: 'ECONNREFUSED' }])
    await new Promise<void>((resolve) => app.listen(appPort, LOOPBACK, resolve))
    connection.send(GET)
    expect((await connection.readResponse())?.status).toBe(200)
  })

  test.each([
    ['closes without an answer', (socket: Socket) => void socket.end()],
    ['answers what is no HTTP', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'says twice how long its body is',
      (socket: Socket) =>
        void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    ],
    [
      'answers with headers over the limit',
      (socket: Socket) => void socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    ],
    [
      'upgrades unasked, and to nothing',
      (socket: Socket) => void socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    ],
    [
      'upgrades unasked',
      (socket: Socket) =>
        void socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'),
    ],
  ])('that %s is 502', async (_, answer) => {
    const { port, events } = await serveBytes(answer)
    expect(await statusOf(port)).toBe(502)
    expect(events).toMatchObject([{ type: 'unreachable' }])
  })

  test('that does not answer in time is 504, and what it says later is nobody’s answer', async () => {
    const { port, events } = await serveBytes((socket) => setTimeout(() => socket.write(OK), 400), {
      upstreamTimeoutSeconds: 0.1,
    })
    const connection = await sendTo(port, GET)
    expect((await connection.readResponse())?.status).toBe(504)
    connection.send(GET)
    expect((await connection.readResponse())?.status).toBe(504)
    expect(events).toEqual([{ type: 'timed-out' }, { type: 'timed-out' }])
  })

  test('has its time from the end of the request, however long that takes', async () => {
    const { port } = await serveBytes((socket, _, text) => text.includes('0\r\n\r\n') && socket.write(OK), {
      upstreamTimeoutSeconds: 0.2,
    })
    const chunked = [ASSERTION, ['Transfer-Encoding', 'chunked']] as const
    const connection = await sendTo(port, writeRequest({ method: 'POST', target: '/', headers: chunked }))
    for (let i = 0; i < 6; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      connection.send('1\r\nx\r\n')
    }
    connection.send('0\r\n\r\n')
    expect((await connection.readResponse())?.status).toBe(200)
  })

  test.each(['1.1', '1.0'])('that breaks off its answer breaks off that of a client of HTTP/%s', async (version) => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n'
    const { port, events } = await serveBytes((socket) => void socket.write(head, () => socket.destroy()))
    const connection = await openConnection(port)
    const broken = once(connection.socket, 'error')
    connection.send(GET.replace('HTTP/1.1', `HTTP/${version}`))
    expect(await broken).toMatchObject([{ code: 'ECONNRESET' }])
    expect(events).toMatchObject([{ type: 'answered' }, { type: 'broken-off' }])
  })

  test('that falls silent in the middle of its answer is broken off', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfirst'
    const { port, events } = await serveBytes((socket) => void socket.write(head), { idleTimeoutSeconds: 0.1 })
    await (await sendTo(port, GET)).readAll()
    expect(events).toEqual([
      { type: 'answered', status: 200 },
      { type: 'broken-off', code: undefined },
    ])
  })
})

test('what an application sends behind the answer to HEAD is nobody’s answer', async () => {
  const poison = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison'
  let late = (): void => undefined
  const { port } = await serveBytes((socket, _, text) => {
    if (text.startsWith('HEAD ')) {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${poison.length}\r\n\r\n`)
      late = () => void socket.write(poison)
      return
    }
    late()
    setTimeout(() => socket.write(OK), 50)
  })
  const first = await sendTo(port, writeRequest({ method: 'HEAD', target: '/', headers: [ASSERTION] }))
  expect((await first.readResponse('no-body'))?.status).toBe(200)
  expect((await (await sendTo(port, GET)).readResponse())?.body).toBe('ok')
})

describe('a client', () => {
  test('that hangs up takes its request back from the application', async () => {
    let closed = (): void => undefined
    const isClosed = new Promise<void>((resolve) => (closed = resolve))
    const asked = Promise.withResolvers<void>()
    const { port, events } = await serveBytes((socket) => {
      socket.on('close', closed)
      asked.resolve()
    })
    const connection = await sendTo(port, GET)
    await asked.promise
    connection.socket.destroy()
    await isClosed
    await expect.poll(() => events).toEqual([{ type: 'client-gone' }])
  })

  test('that hangs up in the middle of its upload leaves no whole request behind', async () => {
    let received = ''
    const { port, events } = await serveBytes((_, __, text) => {
      received += text
    })
    const chunked = [ASSERTION, ['Transfer-Encoding', 'chunked']] as const
    const connection = await sendTo(
      port,
      writeRequest({ method: 'POST', target: '/', headers: chunked }, '3\r\nabc\r\n'),
    )
    await expect.poll(() => received).toContain('abc')
    connection.socket.resetAndDestroy()
    await expect.poll(() => events).toEqual([{ type: 'client-gone' }])
    expect(received).not.toContain('0\r\n\r\n')
  })
})

test('a client that reads none of its answers does not keep its connection', async () => {
  const { port, sidecar } = await serveBytes(() => undefined, { upstreamTimeoutSeconds: 0.2, idleTimeoutSeconds: 0.2 })
  const { socket } = await openConnection(port)
  // More refusals than the buffers of the system on both sides hold.
  socket.pause().write(writeRequest({ method: 'GET', target: '/', headers: [] }).repeat(40_000))
  const open = (): Promise<number> => new Promise((resolve) => sidecar.getConnections((_, count) => resolve(count)))
  await expect.poll(open).toBe(1)
  await expect.poll(open, { timeout: 10_000 }).toBe(0)
})

test('a report that throws loses its event and nothing else', async () => {
  const report = (): never => {
    throw new Error('the log is full')
  }
  const { port } = await serveBytes((socket) => void socket.write(OK), { report })
  expect(await statusOf(port)).toBe(200)
})
