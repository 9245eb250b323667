import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { foldHeaderName } from '../../src/headers/index.ts'
import { LOOPBACK } from '../origin/raw-http.ts'

/** What an application saw of a request, its header names in the one spelling that it cannot tell from others. */
export type SeenByApp = {
  /** How many requests it has had so far. */
  readonly count: number
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type App = { readonly url: string; readonly stop: () => Promise<void> }

export const APPS: Readonly<Record<string, () => Promise<App>>> = {
  'node:http': startNodeApp,
  'a WSGI application on Python': startFoldingApp,
}

export const hasPython = spawnSync('python3', ['-c', 'import wsgiref']).status === 0

/** Serves with a node:http listener on a free port. */
export async function startListener(listener: RequestListener): Promise<App & { readonly server: Server }> {
  const server = createServer(listener).listen(0, LOOPBACK)
  server.maxHeadersCount = 0
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const stop = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return { url: `http://${LOOPBACK}:${address.port}`, server, stop }
}

/** A node:http application that answers with what it saw, its trailers among the headers. */
function startNodeApp(): Promise<App> {
  let count = 0
  return startListener((request, response) => {
    count++
    void readSeen(request, count).then((seen) => {
      const body = JSON.stringify(seen)
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      response.writeHead(200, headers).end(body)
    })
  })
}

async function readSeen(request: IncomingMessage, count: number): Promise<SeenByApp> {
  let body = ''
  for await (const chunk of request.setEncoding('latin1')) body += chunk
  const lines = [...request.rawHeaders, ...request.rawTrailers]
  const headers: Record<string, string> = {}
  for (let i = 0; i < lines.length; i += 2) {
    const name = foldHeaderName(lines[i] ?? '')
    headers[name] = name in headers ? `${headers[name]},${lines[i + 1]}` : (lines[i + 1] ?? '')
  }
  return { count, method: request.method ?? '', target: request.url ?? '', headers, body }
}

async function startFoldingApp(): Promise<App> {
  const script = fileURLToPath(new URL('sidecar-folding-app.py', import.meta.url))
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout.setEncoding('utf8'), 'data')
  const stop = async (): Promise<void> => {
    child.kill()
    await once(child, 'exit')
  }
  return { url: `http://${LOOPBACK}:${Number(port)}`, stop }
}
