import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, request as requestHttp } from 'node:http'
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { createServer as createHttpsServer, request as requestHttps } from 'node:https'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { createCertificate } from './certificate.ts'
import { LOOPBACK } from './raw-http.ts'

/** One kind of server that Node has, answering with what it sees of a socket; and a client of it. */
export type ServerKind = {
  readonly name: string
  readonly create: (describe: (socket: Socket) => string) => Server
  readonly ask: (port: number) => Promise<string>
}

export const SERVER_NAME = 'app.example.com'
export const certificate = createCertificate(SERVER_NAME, 'other.example.com')
/** What a client has to know of the server, over TLS. */
export const TRUST = { host: LOOPBACK, servername: SERVER_NAME, ca: certificate.cert }

type Describe = (socket: Socket) => string

const answerHttp =
  (describe: Describe) =>
  (request: IncomingMessage, response: { end: (body: string) => unknown }): void =>
    void response.end(describe(request.socket))

const answerHttp2 =
  (describe: Describe) =>
  (request: Http2ServerRequest, response: Http2ServerResponse): void => {
    const { session } = request.stream
    const views = [request.socket, session?.socket].map((socket) => (socket === undefined ? '' : describe(socket)))
    response.end(views[0] === views[1] ? (views[0] ?? '') : JSON.stringify({ views }))
  }

export const SERVER_KINDS: readonly ServerKind[] = [
  {
    name: 'net',
    create: (describe) => createTcpServer((socket) => socket.resume().end(describe(socket))),
    ask: (port) => readText(connect({ port, host: LOOPBACK })),
  },
  {
    name: 'tls',
    create: (describe) => createTlsServer(certificate, (socket) => socket.resume().end(describe(socket))),
    ask: (port) => readText(connectTls({ port, ...TRUST })),
  },
  {
    name: 'http',
    create: (describe) => createHttpServer(answerHttp(describe)),
    ask: (port) => readResponse(requestHttp({ port, host: LOOPBACK, agent: false })),
  },
  {
    name: 'https',
    create: (describe) => createHttpsServer(certificate, answerHttp(describe)),
    ask: (port) => readResponse(requestHttps({ port, ...TRUST, agent: false })),
  },
  {
    name: 'http2',
    create: (describe) => createHttp2Server(answerHttp2(describe)),
    ask: (port) => askHttp2(`http://${LOOPBACK}:${port}`),
  },
  {
    name: 'http2 over TLS',
    create: (describe) => createSecureServer(certificate, answerHttp2(describe)),
    ask: (port) => askHttp2(`https://${LOOPBACK}:${port}`),
  },
  {
    name: 'http/1.1 of an http2 server over TLS',
    create: (describe) =>
      createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) =>
        response.end(describe(request.socket)),
      ),
    ask: (port) => readResponse(requestHttps({ port, ...TRUST, agent: false })),
  },
]

async function readText(socket: Socket): Promise<string> {
  onTestFinished(() => void socket.destroy())
  // A balancer holds back its header until the client has said something.
  socket.write('hello')
  return text(socket)
}

async function readResponse(request: ReturnType<typeof requestHttp>): Promise<string> {
  // Sound: the event has one argument (Node documentation, http.ClientRequest).
  const [response] = (await once(request.end(), 'response')) as [IncomingMessage]
  return text(response)
}

async function askHttp2(url: string): Promise<string> {
  const session = connectHttp2(url, { servername: SERVER_NAME, ca: certificate.cert })
  onTestFinished(() => session.destroy())
  return text(session.request({ ':path': '/' }))
}
