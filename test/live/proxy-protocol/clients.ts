import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { WebSocket } from 'ws'
import { certificate, SERVER_NAME, type Seen } from './origins.ts'

/** What the origin answered, and who the client was: nobody else on this machine calls from that address. */
export type Asked = { readonly seen: Seen; readonly client: string }

export type Over = { readonly tls?: true; readonly clientCertificate?: typeof certificate }

const CLIENT = '127.0.0.77'

export async function askHttp1(port: number, over: Over = {}): Promise<Asked> {
  const { socket, client } = await dial(port, over, 'http/1.1')
  const sent = request({ createConnection: () => socket, headers: { host: SERVER_NAME } })
  // Sound: the event has one argument (Node documentation, http.ClientRequest).
  const [response] = (await once(sent.end(), 'response')) as [IncomingMessage]
  return { seen: read(await text(response)), client }
}

export async function askHttp2(port: number, over: Over = {}): Promise<Asked> {
  const { socket, client } = await dial(port, over, 'h2')
  const session = connectHttp2(`http://${SERVER_NAME}`, { createConnection: () => socket })
  const body = await text(session.request({ ':path': '/' }))
  session.destroy()
  return { seen: read(body), client }
}

export async function askWebSocket(port: number): Promise<Asked> {
  const { socket, client } = await dial(port, {}, 'http/1.1')
  const opened = new WebSocket(`ws://${SERVER_NAME}/`, { createConnection: () => socket })
  await once(opened, 'open')
  opened.send('who am I?')
  // Sound: a text message is a buffer by default.
  const [message] = (await once(opened, 'message')) as [Buffer]
  opened.terminate()
  return { seen: read(message.toString()), client }
}

async function dial(port: number, { tls, clientCertificate }: Over, protocol: string) {
  const socket = connect({ port, host: '127.0.0.1', localAddress: CLIENT })
  await once(socket, 'connect')
  const client = `${CLIENT} ${socket.localPort}`
  if (tls === undefined) return { socket, client }
  const trust = { servername: SERVER_NAME, ca: certificate.cert, ALPNProtocols: [protocol] }
  const secure: Socket = connectTls({ socket, ...trust, ...clientCertificate })
  await once(secure, 'secureConnect')
  return { socket: secure, client }
}

/** Sound: our own origins wrote it. */
function read(body: string): Seen {
  return JSON.parse(body) as Seen
}
