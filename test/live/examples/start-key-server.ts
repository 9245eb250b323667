import { once } from 'node:events'
import { createServer } from 'node:http'

export type KeyServer = {
  readonly url: string
  /** What it answers with from now on; undefined is status 503. */
  readonly publish: (text: string | undefined) => void
  readonly asked: () => number
  readonly stop: () => Promise<void>
}

/** Starts a server that publishes a key set as an edge does, and counts who asks for it. */
export async function startKeyServer(text: string): Promise<KeyServer> {
  let published: string | undefined = text
  let asked = 0
  const server = createServer((_, response) => {
    asked++
    response.writeHead(published === undefined ? 503 : 200, { 'content-type': 'application/jwk-set+json' })
    response.end(published ?? '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const stop = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  const publish = (next: string | undefined): void => {
    published = next
  }
  return { url: `http://127.0.0.1:${address.port}/jwks.json`, publish, asked: () => asked, stop }
}
