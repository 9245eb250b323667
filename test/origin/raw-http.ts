import type { Server } from 'node:net'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { SentRequest } from './vectors.ts'

type RawResponse = {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

export const LOOPBACK = '127.0.0.1'

/** Lets a server listen on a free port until the test is over. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  // Sound: a server that listens on a port has an address of this kind.
  return (server.address() as AddressInfo).port
}

/** The bytes of a request, its lines as they are given. */
export function writeRequest({ method, target, headers }: SentRequest, body = ''): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${target} HTTP/1.1`, 'Host: app.example.com', ...lines, '', body].join('\r\n')
}

/** A connection on which a test sends exact bytes and reads whole responses, or the end. */
export type RawConnection = {
  readonly socket: Socket
  readonly send: (bytes: string | Uint8Array) => void
  /** The next response; undefined if the other side has closed instead. */
  readonly readResponse: (expected?: 'no-body') => Promise<RawResponse | undefined>
  /** Everything that came until the other side closed. */
  readonly readAll: () => Promise<string>
}

export async function openConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, LOOPBACK)
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  let buffered = ''
  let isClosed = false
  let wake = (): void => undefined
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    buffered += chunk
    wake()
  })
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  const more = (): Promise<void> => new Promise((resolve) => (wake = resolve))
  const readResponse = async (expected?: 'no-body'): Promise<RawResponse | undefined> => {
    for (;;) {
      const response = takeResponse(buffered, expected)
      if (response !== undefined) {
        buffered = buffered.slice(response.length)
        return response
      }
      if (isClosed) return undefined
      await more()
    }
  }
  const readAll = async (): Promise<string> => {
    while (!isClosed) await more()
    return buffered
  }
  // Closed instead, if the other side resets it at once.
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()))
  return { socket, send: (bytes) => void socket.write(bytes), readResponse, readAll }
}

function takeResponse(text: string, expected?: 'no-body'): (RawResponse & { readonly length: number }) | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n')
  const headers = new Map(lines.map((line) => readLine(line)))
  const bodyAt = headEnd + 4
  const length = bodyAt + (expected === 'no-body' ? 0 : Number(headers.get('content-length') ?? 0))
  if (text.length < length) return undefined
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(bodyAt, length), length }
}

function readLine(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}
