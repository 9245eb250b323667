import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { app, GET, HEADERS, start } from './proxy-protocol-front.ts'
import { LOOPBACK, listen, openConnection } from './raw-http.ts'

/** The same server on a plain port and behind a receiver: whatever happens to both has to look the same. */
async function startBoth(create: () => Server) {
  const [plain, guarded] = [create(), create()]
  const { port } = await start(guarded)
  return [
    { server: plain, port: await listen(plain), header: new Uint8Array() },
    { server: guarded, port, header: HEADERS['version 2'] },
  ] as const
}

type Port = Awaited<ReturnType<typeof startBoth>>[number]

async function expectAlike(create: () => Server, observe: (port: Port) => Promise<unknown>): Promise<void> {
  const [plain, guarded] = await startBoth(create)
  const expected = await observe(plain)
  expect(expected).toBeTruthy()
  expect(await observe(guarded)).toEqual(expected)
}

async function dial({ port, header }: Port, bytes: string | Uint8Array = ''): Promise<Socket> {
  const socket = connect({ port, host: LOOPBACK, noDelay: true })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(Buffer.concat([header, Buffer.from(bytes)]))
  return socket
}

/** Sound: a server of node:net emits this event with a socket. */
const nextSocket = async (server: Server): Promise<Socket> => (await once(server, 'connection'))[0] as Socket

test('a socket is new: what listens to it, whether it flows, and whether it is paused', async () => {
  await expectAlike(createTcpServer, async (port) => {
    const seen = once(port.server, 'connection').then(([socket]: Socket[]) => ({
      flowing: socket?.readableFlowing,
      isPaused: socket?.isPaused(),
      listeners: socket?.eventNames().map((event) => [event, socket.listenerCount(event)]),
      isServers: Reflect.get(socket ?? {}, 'server') === port.server,
    }))
    await dial(port)
    return seen
  })
})

test('a server that pauses a socket at once is obeyed, and later gets everything', async () => {
  await expectAlike(createTcpServer, async (port) => {
    const chunks: string[] = []
    port.server.once('connection', (socket: Socket) => {
      socket.on('data', (chunk) => chunks.push(chunk.toString())).pause()
    })
    const accepted = nextSocket(port.server)
    const client = await dial(port, 'one ')
    const socket = await accepted
    client.write('two ')
    await new Promise((resolve) => setTimeout(resolve, 30))
    const whilePaused = chunks.join('')
    client.end('three')
    socket.resume()
    await once(socket, 'end')
    return { whilePaused, all: chunks.join('') }
  })
})

test('a server that does not read holds its client back', async () => {
  const payload = Buffer.alloc(32 * 1024 * 1024)
  await expectAlike(createTcpServer, async (port) => {
    const accepted = nextSocket(port.server)
    const client = await dial(port)
    const socket = await accepted
    client.write(payload)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const isHeldBack = client.writableLength > 0 && socket.readableLength <= 2 * socket.readableHighWaterMark
    let received = 0
    socket.on('data', (chunk) => (received += chunk.length))
    client.end()
    await once(socket, 'end')
    return { isHeldBack, received }
  })
})

test('a client that ends at once without a word is seen to end', async () => {
  await expectAlike(
    () => createTcpServer({ allowHalfOpen: true }),
    async (port) => {
      const ended = once(port.server, 'connection').then(async ([socket]: Socket[]) => {
        await once(socket?.resume() ?? port.server, 'end')
        socket?.end('seen')
        return socket?.writable === false
      })
      const client = await dial(port)
      client.end()
      const [answer] = (await once(client, 'data')) as [Buffer]
      return { answer: answer.toString(), ended: await ended }
    },
  )
})

test('a reset is an error of the socket', async () => {
  await expectAlike(createTcpServer, async (port) => {
    const accepted = nextSocket(port.server)
    const client = await dial(port, 'x')
    const socket = (await accepted).resume()
    await once(socket, 'data')
    const failed = new Promise((resolve) => socket.on('error', (error) => resolve(error)))
    client.resetAndDestroy()
    return { failed: await failed }
  })
})

test('connections are counted, and those beyond the limit are dropped, with a header or before', async () => {
  await expectAlike(
    () => Object.assign(createTcpServer(), { maxConnections: 2 }),
    async (port) => {
      const count = promisify<number>(port.server.getConnections.bind(port.server))
      const dropped = once(port.server, 'drop').then(([data]: Record<string, unknown>[]) => data?.remoteAddress)
      await dial({ ...port, header: HEADERS['version 2'].subarray(0, 9) })
      await dial(port)
      await dial(port)
      return { dropped: await dropped, count: await count() }
    },
  )
})

test('a server that closes serves whoever is connected already', async () => {
  await expectAlike(
    () => createHttpServer((_, response) => response.end()),
    async (port) => {
      const client = await dial({ ...port, header: new Uint8Array() })
      await new Promise((resolve) => setTimeout(resolve, 20))
      const closed = once(port.server, 'close')
      port.server.close()
      client.write(Buffer.concat([port.header, Buffer.from(GET)]))
      const [answer] = (await once(client, 'data')) as [Buffer]
      client.destroy()
      await closed
      return { status: answer.toString().split('\r\n', 1)[0], isListening: port.server.listening }
    },
  )
})

test('closeAllConnections closes them all, one without a header too', async () => {
  const [, guarded] = await startBoth(() => createHttpServer(app))
  const waiting = await openConnection(guarded.port)
  const idle = await openConnection(guarded.port)
  idle.send(Buffer.concat([guarded.header, Buffer.from(GET)]))
  await idle.readResponse()
  Reflect.apply(Reflect.get(guarded.server, 'closeAllConnections'), guarded.server, [])
  expect(await waiting.readAll()).toBe('')
  expect(await idle.readAll()).toBe('')
})

test('a server may be started by itself, and listeners that come late see no connection without a header', async () => {
  const server = createHttpServer(app)
  const { front } = await start(server)
  await front.close()
  const port = await listen(server)
  const silent = await openConnection(port)
  const connection = await openConnection(port)
  connection.send(Buffer.concat([HEADERS['version 2'], Buffer.from(GET)]))
  const socket = await nextSocket(server)
  expect(socket.remoteAddress).toBe('192.0.2.7')
  expect(await connection.readResponse()).toMatchObject({ status: 200, body: '192.0.2.7' })
  expect(front.counters()).toMatchObject({ accepted: 1, waiting: 1 })
  silent.socket.destroy()
})

test('a socket that is put in again by hand needs no second header', async () => {
  const served: unknown[] = []
  const server = createTcpServer((socket) => {
    served.push(socket.remoteAddress)
    if (served.length === 1) server.emit('connection', socket)
    else socket.end()
  })
  const { port } = await start(server)
  const connection = await openConnection(port)
  connection.send(HEADERS['version 2'])
  await connection.readAll()
  expect(served).toEqual(['192.0.2.7', '192.0.2.7'])
})
