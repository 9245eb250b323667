import { createServer, type Socket } from 'node:net'
import { LOOPBACK, listen, openConnection, type RawConnection, writeRequest } from '../origin/raw-http.ts'
import { ASSERTION } from '../origin/verified-server.ts'
import { startSidecar } from './sidecar-under-test.ts'

export const GET = writeRequest({ method: 'GET', target: '/', headers: [ASSERTION] })
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

/** A sidecar before an application that is a bare socket, told of each chunk with the number of its connection, from 1. */
export async function serveBytes(
  answer: (socket: Socket, connection: number, text: string) => void,
  setup: Parameters<typeof startSidecar>[1] = {},
) {
  let connections = 0
  const app = createServer((socket) => {
    const connection = ++connections
    socket.on('error', () => undefined).on('data', (chunk) => answer(socket, connection, chunk.toString('latin1')))
  })
  const url = `http://${LOOPBACK}:${await listen(app)}`
  return { ...(await startSidecar(url, setup)), connections: () => connections }
}

export async function statusOf(port: number, request = GET): Promise<number | undefined> {
  return (await (await sendTo(port, request)).readResponse())?.status
}

export async function sendTo(port: number, request: string): Promise<RawConnection> {
  const connection = await openConnection(port)
  connection.send(request)
  return connection
}
