import { once } from 'node:events'
import { createServer } from 'node:http'
import { linesOfNode } from './lines-of-node.ts'

export type Backend = { readonly port: number; readonly stop: () => Promise<void> }

/** Starts the application behind a proxy: it shows the client and every header line, as the examples' own pages do. */
export async function startBackend(): Promise<Backend> {
  const server = createServer(({ headers, rawHeaders }, response) => {
    const lines = linesOfNode(rawHeaders).map((line) => line.join(': '))
    const body = [`Client IP: ${headers['x-client-ip'] ?? 'unknown'}`, ...lines].join('\n')
    response.writeHead(200, { 'content-length': Buffer.byteLength(body, 'latin1') }).end(body, 'latin1')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const stop = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { port: address.port, stop }
}
