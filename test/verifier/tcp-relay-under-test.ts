import { connect, createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished } from 'vitest'
import { createProxyProtocolServer } from '../../src/origin/node.ts'
import { decodeProxyHeader, type InetHeader } from '../../src/proxy-protocol/index.ts'
import { createTcpRelay } from '../../src/verifier/tcp-relay.ts'
import type { TcpRelayEvent } from '../../src/verifier/tcp-relay-event.ts'
import type { TcpRelayOptions } from '../../src/verifier/tcp-relay-options.ts'
import { LOOPBACK, listen } from '../origin/raw-http.ts'

export const V2: InetHeader<string> = {
  version: 2,
  command: 'PROXY',
  family: 'tcp4',
  source: { address: '192.0.2.7', port: 40000 },
  destination: { address: '198.51.100.1', port: 443 },
  tlvs: [
    { type: 'alpn', text: 'h2' },
    { type: 'authority', text: 'app.example.com' },
    { type: 'crc32c', hex: '' },
    { type: 'unique-id', hex: '0102' },
    { type: 'ssl', clientBits: 7, verifyCode: 0, tlvs: [{ type: 'cn', text: 'device-7' }] },
    { type: 'unknown', code: 0xe1, hex: 'ff' },
  ],
}

/** An application that answers, once the client has ended, with every byte it got. */
export async function startApp(listener?: (socket: Socket) => void): Promise<number> {
  const echo = async (socket: Socket): Promise<void> => {
    socket.end(await text(socket.setEncoding('latin1')), 'latin1')
  }
  const app = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    if (listener === undefined) void echo(socket)
    else listener(socket)
  })
  return await listen(app)
}

type Setup = Partial<TcpRelayOptions>

export function buildRelay(
  appPort: number,
  setup: Setup = {},
): { readonly relay: Server; readonly events: TcpRelayEvent[] } {
  const events: TcpRelayEvent[] = []
  const upstream = { host: LOOPBACK, port: appPort }
  const relay = createTcpRelay({ upstream, sendProxy: 'none', report: (event) => events.push(event), ...setup })
  return { relay, events }
}

/** Puts a relay behind a PROXY protocol port and before an application, until the test is over. */
export async function startRelay(setup: Setup = {}, appPort?: number) {
  const { relay, events } = buildRelay(appPort ?? (await startApp()), setup)
  const front = createProxyProtocolServer(relay, { senders: ['127.0.0.0/8'], report: () => undefined })
  const { port } = await front.listen({ port: 0, host: LOOPBACK })
  onTestFinished(() => void front.close())
  return { port, events }
}

export function dial(port: number): Socket {
  const socket = connect({ port, host: LOOPBACK, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  return socket.setEncoding('latin1').on('error', () => undefined)
}

/** Sends a header and a word, ends its side, and returns what came back. */
export async function exchange(port: number, header: Uint8Array, word = 'hello'): Promise<string> {
  const socket = dial(port)
  socket.write(header)
  socket.end(word)
  return await text(socket)
}

export function decode(answer: string) {
  const bytes = Buffer.from(answer, 'latin1')
  const decoded = decodeProxyHeader(bytes, { crc: 'verify' })
  if (decoded.state !== 'header') throw new Error(`no header: ${JSON.stringify(decoded)}`)
  return { header: decoded.header, payload: bytes.subarray(decoded.length).toString('latin1') }
}

/** Whether a client that is not served learns it by the end or by a reset is chance. */
export function ignoreReset(error: unknown): void {
  expect(error).toMatchObject({ code: expect.stringMatching(/^(?:EPIPE|ECONNRESET)$/) })
}

export const refusals = (events: readonly TcpRelayEvent[]): unknown[] =>
  events.map((event) => (event.type === 'refused' ? event.refusal : event.type))
