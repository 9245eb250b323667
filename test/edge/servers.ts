import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { onTestFinished } from 'vitest'
import type { Handler } from '../../src/edge/handler.ts'

export type TestServer = { readonly port: number; readonly url: string }

/** Starts a node:http server on a free port of 127.0.0.1, and ends it with the test. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return { port: address.port, url: `http://127.0.0.1:${address.port}` }
}

/** Puts a fetch handler behind node:http, streaming both ways, as server adapters do. */
export function serveHandler(handle: Handler): Promise<TestServer> {
  return serve((incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch(() => outgoing.destroy())
  })
}

async function answer(handle: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const abort = new AbortController()
  outgoing.on('close', () => abort.abort())
  const response = await handle(toRequest(incoming, abort.signal))
  outgoing.writeHead(response.status, headersOf(response))
  if (response.body === null) {
    outgoing.end()
    return
  }
  outgoing.flushHeaders()
  await pipeline(Readable.fromWeb(asNodeStream(response.body)), outgoing)
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET', url = '/', headers, rawHeaders } = incoming
  const pairs = rawHeaders.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? '']] : [],
  )
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  // Sound: node:stream/web and the global stream are one class under two declarations.
  const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null
  const init = { method, headers: pairs, body, duplex: 'half', signal }
  return new Request(`http://${headers.host}${url}`, init)
}

function headersOf({ headers }: Response): string[] {
  return [...headers].flat()
}

function asNodeStream(stream: ReadableStream<Uint8Array>): NodeReadableStream {
  // Sound: node:stream/web and the global stream are one class under two declarations.
  return stream as NodeReadableStream
}

/** Sends bytes as they are and returns everything that comes back until the other side closes. */
export async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('latin1')
  socket.write(text, 'latin1')
  let received = ''
  for await (const chunk of socket) received += String(chunk)
  return received
}
