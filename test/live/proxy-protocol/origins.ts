import { once } from 'node:events'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createHttp2Server, createSecureServer } from 'node:http2'
import type { Server, Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { createProxyProtocolServer, type ProxyProtocolEvent, proxyHeaderOf } from '../../../src/origin/node/index.ts'
import type { Tlv } from '../../../src/proxy-protocol/index.ts'
import { createCertificate } from '../../origin/certificate.ts'

/** What an origin knows of a connection. */
export type Seen = {
  readonly remote: string
  readonly command: string | undefined
  readonly version: number | undefined
  readonly sender: string | undefined
  readonly source: string | undefined
  readonly destination: string | undefined
  readonly tlvs: readonly Tlv[]
  readonly protocol: string
}

export type LiveOrigin = {
  readonly port: number
  readonly events: readonly ProxyProtocolEvent[]
  readonly stop: () => Promise<void>
}

export const SERVER_NAME = 'app.example.com'
export const certificate = createCertificate(SERVER_NAME)

const text = (end: { readonly address: string; readonly port: number }): string => `${end.address} ${end.port}`

function describeSocket(socket: Socket, protocol: string): string {
  const facts = proxyHeaderOf(socket)
  const isNamed = facts?.command === 'PROXY'
  const seen: Seen = {
    remote: `${socket.remoteAddress} ${socket.remotePort}`,
    command: facts?.command,
    version: facts?.header.version,
    sender: facts?.sender,
    source: isNamed ? text(facts.source) : undefined,
    destination: isNamed ? text(facts.destination) : undefined,
    tlvs: isNamed ? facts.tlvs : [],
    protocol,
  }
  return JSON.stringify(seen)
}

/** HTTP/1.1 and WebSocket. */
export function startHttpOrigin(): Promise<LiveOrigin> {
  const server = createHttpServer((request, response) => response.end(describeSocket(request.socket, 'http/1.1')))
  return startBehindReceiver(withWebSockets(server))
}

/** HTTP/2 and HTTP/1.1 by ALPN, over TLS of its own. */
export function startTlsOrigin(): Promise<LiveOrigin> {
  const server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    response.end(describeSocket(request.socket, `${Reflect.get(request.socket, 'alpnProtocol')}`))
  })
  return startBehindReceiver(server)
}

/** HTTP/2 for a load balancer at which TLS ends. */
export function startHttp2Origin(): Promise<LiveOrigin> {
  return startBehindReceiver(
    createHttp2Server((request, response) => response.end(describeSocket(request.socket, 'h2c'))),
  )
}

function withWebSockets(server: HttpServer): HttpServer {
  new WebSocketServer({ server }).on('connection', (socket, request) => {
    socket.on('message', () => socket.send(describeSocket(request.socket, 'websocket')))
  })
  return server
}

async function startBehindReceiver(server: Server): Promise<LiveOrigin> {
  const events: ProxyProtocolEvent[] = []
  const report = (event: ProxyProtocolEvent): void => void events.push(event)
  const front = createProxyProtocolServer(server, { senders: ['127.0.0.1/32'], report })
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  const { port } = await front.listen({ port: 0, host: '127.0.0.1' })
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close')
    void front.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { port, events, stop }
}
