import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as the application got it; `trailers` fill up when its body has ended. */
export type Seen = {
  readonly method: string
  readonly target: string
  readonly lines: readonly string[]
  trailers: readonly string[]
  readonly isUpgrade: boolean
}

export type Application = {
  readonly port: number
  /** Everything it was asked since it started, in order. */
  readonly seen: readonly Seen[]
  /** Bytes that were no request. */
  readonly malformed: readonly string[]
  readonly stop: () => Promise<void>
}

/** RFC 6455 section 1.3; HAProxy checks the answer. */
const WEBSOCKET_ID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Starts an application that believes its gateway: it remembers what it is sent, and takes over whatever asks it to. */
export async function startApplication(): Promise<Application> {
  const seen: Seen[] = []
  const malformed: string[] = []
  const server = createServer((request, response) => {
    const entry = record(request, false)
    request.resume().on('end', () => {
      entry.trailers = request.rawTrailers
      response.writeHead(200, { 'content-length': '2' }).end('ok')
    })
  })
  const record = ({ method = '', url: target = '', rawHeaders: lines }: IncomingMessage, isUpgrade: boolean): Seen => {
    const entry = { method, target, lines, trailers: [], isUpgrade }
    seen.push(entry)
    return entry
  }
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('upgrade', (request, socket) => {
    record(request, true)
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end()).resume()
    const { upgrade, 'sec-websocket-key': key = '' } = request.headers
    const accept = createHash('sha1')
      .update(key + WEBSOCKET_ID)
      .digest('base64')
    const lines = ['Connection: Upgrade', `Upgrade: ${upgrade}`, `Sec-WebSocket-Accept: ${accept}`]
    socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'))
  })
  server.on('clientError', (error: Error & { readonly rawPacket?: Buffer }, socket) => {
    // A gateway that gives a connection up is no fault.
    if (error.rawPacket !== undefined) malformed.push(error.rawPacket.toString('latin1'))
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async (): Promise<void> => {
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  }
  // Sound: a server that listens on a port has an address of this kind.
  return { port: (server.address() as AddressInfo).port, seen, malformed, stop }
}
