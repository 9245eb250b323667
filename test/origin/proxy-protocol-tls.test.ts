import { once } from 'node:events'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect as connectTcp } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  type ConnectionOptions,
  connect,
  createSecureContext,
  createServer,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createProxyProtocolServer, proxyHeaderOf } from '../../src/origin/node/index.ts'
import { createCertificate } from './certificate.ts'
import { DELIVERIES, type Delivery, startLoadBalancer } from './load-balancer.ts'
import { app, GET, HEADERS, start } from './proxy-protocol-front.ts'
import { certificate, SERVER_NAME, TRUST } from './proxy-protocol-kinds.ts'
import { LOOPBACK, listen } from './raw-http.ts'

type Handshake = {
  readonly servername: unknown
  readonly alpn: unknown
  readonly authorized: boolean
  readonly certificate: string | undefined
  readonly isReused: boolean
  readonly client: string | undefined
}

/** A server that answers with what it knows of the handshake, behind a receiver and a load balancer. */
async function startTls(options: TlsOptions, delivery: Delivery = 'header with the first bytes') {
  const server = createServer({ ...certificate, ...options }, (socket) => {
    const handshake: Handshake = {
      servername: Reflect.get(socket, 'servername'),
      alpn: socket.alpnProtocol,
      authorized: socket.authorized,
      certificate: socket.getPeerCertificate().subject?.CN?.toString(),
      isReused: socket.isSessionReused(),
      client: socket.remoteAddress,
    }
    socket.resume().end(JSON.stringify(handshake))
  })
  const { port } = await start(server)
  return { server, balancer: await startLoadBalancer(port, HEADERS['version 2'], delivery) }
}

async function shakeHands(port: number, options: ConnectionOptions = {}) {
  const socket = connect({ port, ...TRUST, ...options })
  onTestFinished(() => void socket.destroy())
  let session: Buffer | undefined
  // The last one: TLS 1.3 sends two. A client that takes one up again may be sent none.
  socket.on('session', (bytes) => (session = bytes))
  // Sound: our own server wrote it.
  const seen = JSON.parse(await text(socket)) as Handshake
  return { seen, session }
}

describe.each(DELIVERIES)('TLS after a header, %s,', (delivery) => {
  test('knows the name that the client asked for, and answers with its certificate', async () => {
    const other = createCertificate('other.example.com')
    const SNICallback: TlsOptions['SNICallback'] = (name, done) =>
      done(null, createSecureContext(name === 'other.example.com' ? other : certificate))
    const { balancer } = await startTls({ SNICallback }, delivery)
    const asked = { servername: 'other.example.com', ca: other.cert }
    expect((await shakeHands(balancer, asked)).seen).toMatchObject({ servername: asked.servername })
    expect((await shakeHands(balancer)).seen).toMatchObject({ servername: SERVER_NAME, client: '192.0.2.7' })
  })

  test('agrees on a protocol', async () => {
    const { balancer } = await startTls({ ALPNProtocols: ['first', 'second'] }, delivery)
    expect((await shakeHands(balancer, { ALPNProtocols: ['second'] })).seen).toMatchObject({ alpn: 'second' })
  })

  test('sees the certificate of the client', async () => {
    const known = createCertificate('device-7')
    const { balancer } = await startTls({ requestCert: true, rejectUnauthorized: false, ca: known.cert }, delivery)
    expect((await shakeHands(balancer, known)).seen).toMatchObject({ authorized: true, certificate: 'device-7' })
    expect((await shakeHands(balancer, createCertificate('stranger'))).seen).toMatchObject({ authorized: false })
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('takes up a session again: %s', async (version) => {
    const { balancer } = await startTls({ minVersion: version, maxVersion: version }, delivery)
    const { seen, session } = await shakeHands(balancer)
    expect(seen).toMatchObject({ isReused: false })
    expect((await shakeHands(balancer, session === undefined ? {} : { session })).seen).toMatchObject({
      isReused: true,
      client: '192.0.2.7',
    })
  })
})

describe('a TLS connection that the server hears of before its handshake is done', () => {
  test('has its facts when the handshake fails', async () => {
    const { server, balancer } = await startTls({})
    connectTcp(balancer, LOOPBACK)
      .on('error', () => undefined)
      .end('no TLS at all')
    // Sound: the documented arguments of this event.
    const [, socket] = (await once(server, 'tlsClientError')) as [unknown, TLSSocket]
    expect(socket.remoteAddress).toBe('192.0.2.7')
    expect(proxyHeaderOf(socket)).toMatchObject({ command: 'PROXY', sender: LOOPBACK })
  })

  test('has its facts when its keys are logged', async () => {
    const { server, balancer } = await startTls({})
    const logged = once(server, 'keylog')
    await shakeHands(balancer)
    // Sound: the documented arguments of this event.
    const [, socket] = (await logged) as [unknown, TLSSocket]
    expect(socket.remoteAddress).toBe('192.0.2.7')
  })
})

test('a TLS connection whose header nobody knows is closed, for it would pass for one of the load balancer', async () => {
  const { server } = await startTls({})
  const seen: unknown[] = []
  server.on('secureConnection', (socket) => seen.push(socket))
  const plain = createServer(certificate, (socket) => void server.emit('secureConnection', socket))
  plain.listen(0, LOOPBACK)
  await once(plain, 'listening')
  onTestFinished(() => void plain.close())
  const address = plain.address()
  const socket = connect({ port: typeof address === 'object' ? (address?.port ?? 0) : 0, ...TRUST })
  socket.on('error', () => undefined)
  await once(socket, 'close')
  expect(seen).toEqual([])
})

test('a header inside TLS is read where the decrypted connections go', async () => {
  const application = createHttpServer(app)
  createProxyProtocolServer(application, { senders: ['127.0.0.0/8'], report: () => undefined })
  const outer = createServer(certificate, (socket) => void application.emit('connection', socket))
  const port = await listen(outer)
  const socket = connect({ port, ...TRUST })
  socket.write(
    Buffer.concat([HEADERS['version 2'], Buffer.from(GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))]),
  )
  expect(await text(socket)).toMatch(/ 200 OK.*192\.0\.2\.7$/s)
  const without = connect({ port, ...TRUST })
  without.on('error', () => undefined).write(GET)
  expect(await text(without).catch(() => '')).toBe('')
})

describe.each([
  { name: 'ws', create: (): HttpServer => createHttpServer() },
  { name: 'wss', create: (): HttpServer => createHttpsServer(certificate) },
])('a WebSocket by $name', ({ name, create }) => {
  test.each(DELIVERIES)('is opened, and knows its client: %s', async (delivery) => {
    const server = create()
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket, request) => {
      socket.on('message', (message: Buffer) => {
        const { remoteAddress } = request.socket
        socket.send(`${message.toString()} from ${remoteAddress} by ${proxyHeaderOf(request.socket)?.sender}`)
      })
    })
    const { port } = await start(server)
    const balancer = await startLoadBalancer(port, HEADERS['version 2'], delivery)
    const client = new WebSocket(`${name}://${LOOPBACK}:${balancer}/`, { ...TRUST, perMessageDeflate: false })
    onTestFinished(() => client.terminate())
    await once(client, 'open')
    client.send('hello')
    // Sound: a text message is a buffer by default.
    const [answer] = (await once(client, 'message')) as [Buffer]
    expect(answer.toString()).toBe(`hello from 192.0.2.7 by ${LOOPBACK}`)
  })
})
