import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Seen = { readonly method: string; readonly target: string; readonly lines: readonly (readonly string[])[] }

export type Application = { readonly port: number; readonly stop: () => Promise<void> }

/** Starts an application that trusts its gateway, and answers with all that it was sent. */
export async function startApplication(): Promise<Application> {
  const server = createServer(({ method = '', url: target = '', rawHeaders }, response) => {
    const lines = Array.from({ length: rawHeaders.length / 2 }, (_, i) => rawHeaders.slice(2 * i, 2 * i + 2))
    const seen: Seen = { method, target, lines }
    // In a header too: an answer to HEAD has no body.
    const text = JSON.stringify(seen)
    response.writeHead(200, { 'x-seen': Buffer.from(text).toString('base64'), 'content-length': text.length }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  // Sound: a server that listens on a port has an address of this kind.
  return { port: (server.address() as AddressInfo).port, stop }
}
