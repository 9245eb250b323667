import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { LOOPBACK, listen, openConnection, writeRequest } from '../origin/raw-http.ts'
import { ASSERTION } from '../origin/verified-server.ts'
import { FORGED, startSidecar } from './sidecar-under-test.ts'

const [NAME, VALUE] = ASSERTION
const KEY = ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='] as const
const HANDSHAKE = [['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ['Sec-WebSocket-Version', '13'], KEY] as const
const AGREED = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-App: 1\r\n\r\n'

/** An application of the library that most have, which tells each client what its handshake held, and echoes. */
async function startWebSocketApp(): Promise<string> {
  const server = createHttpServer()
  const webSockets = new WebSocketServer({ server })
  webSockets.on('connection', (socket, request: IncomingMessage) => {
    socket.send(JSON.stringify(request.headers))
    socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }))
  })
  onTestFinished(() => {
    for (const client of webSockets.clients) client.terminate()
  })
  return `http://${LOOPBACK}:${await listen(server)}`
}

/** An application that is a bare socket. */
async function startBytesApp(answer: (socket: Socket) => void): Promise<string> {
  const app = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined).once('data', () => answer(socket))
  })
  return `http://${LOOPBACK}:${await listen(app)}`
}

async function shake(port: number, more: readonly (readonly [string, string])[] = [ASSERTION]) {
  const connection = await openConnection(port)
  connection.send(writeRequest({ method: 'GET', target: '/chat', headers: [...HANDSHAKE, ...more] }))
  return connection
}

describe('a WebSocket', () => {
  test('is opened with the verified address alone, and carries messages both ways', async () => {
    const { port, events } = await startSidecar(await startWebSocketApp())
    const headers = { [NAME]: VALUE, 'X-Forwarded-For': FORGED, X_Real_IP: FORGED, Forwarded: `for=${FORGED}` }
    const socket = new WebSocket(`ws://${LOOPBACK}:${port}/chat`, { headers })
    onTestFinished(() => socket.terminate())
    const [seen] = await once(socket, 'message')
    expect(JSON.parse(String(seen))).toMatchObject({
      'x-client-ip': '192.0.2.7',
      'x-real-ip': '192.0.2.7',
      'x-forwarded-for': '192.0.2.7',
      forwarded: 'for=192.0.2.7',
    })
    expect(String(seen)).not.toMatch(`${FORGED}|assertion`)
    const message = Buffer.alloc(2_000_000, 'm')
    socket.send(message)
    // Sound: ws gives a message as one Buffer where its `binaryType` is left as it is.
    const [echoed] = (await once(socket, 'message')) as [Buffer]
    expect(message.equals(echoed)).toBe(true)
    socket.close(1000, 'done')
    expect(String(await once(socket, 'close'))).toBe('1000,done')
    await expect.poll(() => events).toEqual([{ type: 'upgraded' }, { type: 'upgrade-ended' }])
  })

  test('is not opened without an assertion, and the application is not asked', async () => {
    let asked = 0
    const { port } = await startSidecar(await startBytesApp(() => asked++))
    const answer = await (await shake(port, [])).readAll()
    expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/)
    expect(asked).toBe(0)
  })

  test('passes on what either side sends at once behind its half of the handshake', async () => {
    const { port } = await startSidecar(
      await startBytesApp((socket) => {
        socket.write(`${AGREED}early from the app;`)
        socket.pipe(socket)
      }),
    )
    const connection = await openConnection(port)
    const request = writeRequest(
      { method: 'GET', target: '/', headers: [...HANDSHAKE, ASSERTION] },
      'early from the client;',
    )
    connection.send(request)
    expect(await connection.readResponse()).toMatchObject({ status: 101 })
    connection.send('late')
    connection.socket.end()
    expect(await connection.readAll()).toBe('early from the app;early from the client;late')
  })

  test('that the application declines is answered as it answers, and the connection ends', async () => {
    const declined = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\nX-App: 1\r\nConnection: close\r\n\r\nnope'
    const { port, events } = await startSidecar(await startBytesApp((socket) => void socket.end(declined)))
    const connection = await shake(port)
    const answer = await connection.readAll()
    expect(answer).toBe('HTTP/1.1 403 Forbidden\r\nX-App: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnope')
    expect(events).toEqual([{ type: 'answered', status: 403 }])
  })

  test.each([
    ['stops', () => undefined],
    ['breaks off', (socket: Socket) => void socket.resetAndDestroy()],
  ])('that the application declines is reset where the application %s in the middle of its answer', async (_, then) => {
    const app = await startBytesApp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n')
      setTimeout(then, 20, socket)
    })
    const { port } = await startSidecar(app, { upstreamTimeoutSeconds: 0.1, idleTimeoutSeconds: 0.2 })
    const connection = await shake(port)
    expect(await once(connection.socket, 'error')).toMatchObject([{ code: 'ECONNRESET' }])
    expect((await connection.readAll()).split('\r\n\r\n')[1]).toBe('half')
  })

  test.each([
    ['agrees to another protocol', AGREED.replace('Upgrade: websocket', 'Upgrade: h2c')],
    ['agrees without saying to what', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['answers what is no HTTP', 'hello\r\n\r\n'],
    ['closes without an answer', ''],
  ])('of an application that %s is 502', async (_, bytes) => {
    const { port, events } = await startSidecar(await startBytesApp((socket) => void socket.end(bytes)))
    expect(await (await shake(port)).readAll()).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
    expect(events).toMatchObject([{ type: 'unreachable' }])
  })

  test('of an application that does not answer in time is 504', async () => {
    const { port } = await startSidecar(await startBytesApp(() => undefined), { upstreamTimeoutSeconds: 0.1 })
    expect(await (await shake(port)).readAll()).toMatch(/^HTTP\/1\.1 504 Gateway Timeout\r\n/)
  })

  test('is closed when neither side says anything for too long', async () => {
    const app = await startBytesApp((socket) => void socket.write(AGREED))
    const { port, events } = await startSidecar(app, { idleTimeoutSeconds: 0.1 })
    await (await shake(port)).readAll()
    await expect.poll(() => events).toEqual([{ type: 'upgraded' }, { type: 'upgrade-ended' }])
  })

  test('over the limit is 503, until another one ends', async () => {
    const app = await startBytesApp((socket) => {
      socket.resume().on('end', () => socket.end())
      socket.write(AGREED)
    })
    const { port, events } = await startSidecar(app, { maxUpgrades: 1 })
    const first = await shake(port)
    expect((await first.readResponse())?.status).toBe(101)
    expect(await (await shake(port)).readAll()).toMatch(/^HTTP\/1\.1 503 /)
    first.socket.destroy()
    await expect.poll(() => events.map(({ type }) => type)).toContain('upgrade-ended')
    expect((await (await shake(port)).readResponse())?.status).toBe(101)
    expect(events.map(({ type }) => type)).toEqual(['upgraded', 'overloaded', 'upgrade-ended', 'upgraded'])
  })

  test('that is reset by the client is reset to the application', async () => {
    const reset = Promise.withResolvers<void>()
    const app = await startBytesApp((socket) => {
      socket.resume().on('close', () => reset.resolve())
      socket.write(AGREED)
    })
    const { port } = await startSidecar(app)
    const connection = await shake(port)
    await connection.readResponse()
    connection.socket.resetAndDestroy()
    await reset.promise
  })
})
