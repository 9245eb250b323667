import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export type LiveOrigin = {
  readonly url: string
  /** Fulfils with the connection of the next request for a path once that connection has ended. */
  readonly connectionEnd: (path: string) => Promise<void>
  readonly stop: () => Promise<void>
}

/** An origin with one behaviour for each path, some of them bad. */
export async function startOrigin(): Promise<LiveOrigin> {
  const ends = new Map<string, PromiseWithResolvers<void>>()
  const endOf = (path: string): PromiseWithResolvers<void> => {
    const end = ends.get(path) ?? Promise.withResolvers<void>()
    ends.set(path, end)
    return end
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    const path = incoming.url ?? ''
    incoming.socket.once('close', () => endOf(path).resolve())
    answer(path, incoming, outgoing)
  })
  const sockets = new Set<Duplex>()
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
    sockets.add(socket)
    echoWebSocket(incoming, socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const stop = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${address.port}`, connectionEnd: (path) => endOf(path).promise, stop }
}

function answer(path: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  switch (path) {
    case '/headers':
      outgoing.end(JSON.stringify({ method: incoming.method, lines: incoming.rawHeaders }))
      return
    case '/echo':
      incoming.on('data', (chunk: Buffer) => outgoing.write(`got ${chunk.toString()};`))
      incoming.on('end', () => outgoing.end('end'))
      return
    case '/moved':
      outgoing.writeHead(302, { location: 'https://elsewhere.example/' }).end()
      return
    case '/drip':
      drip(outgoing)
      return
    case '/length':
      outgoing.writeHead(200, { 'content-length': '5' }).end()
      return
    default:
      incoming.resume()
  }
}

function drip(outgoing: ServerResponse): void {
  const timer = setInterval(() => outgoing.write('drop'), 50)
  outgoing.once('close', () => clearInterval(timer))
}

const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Accepts a WebSocket (RFC 6455 section 4.2.2) and says, in one frame, what it was told and whether it was sealed. */
function echoWebSocket({ headers }: IncomingMessage, socket: Duplex): void {
  const key = String(headers['sec-websocket-key'])
  const accept = createHash('sha1').update(`${key}${WEBSOCKET_GUID}`).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  socket.on('error', () => undefined)
  socket.once('data', (frame: Buffer) => {
    const seal = headers['x-client-ip-assertion'] === undefined ? 'unsealed' : 'sealed'
    const text = Buffer.from(`${unmask(frame)} ${seal}`)
    socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]))
  })
}

/** The text of one short masked frame (RFC 6455 section 5.2). */
function unmask(frame: Buffer): string {
  const length = (frame[1] ?? 0) & 0x7f
  const mask = frame.subarray(2, 6)
  return Buffer.from(frame.subarray(6, 6 + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0))).toString()
}
