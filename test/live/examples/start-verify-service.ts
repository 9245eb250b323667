import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { importKeySet } from '../../../src/assertion/index.ts'
import { createVerifier, REFUSAL, type Verifier } from '../../../src/origin/index.ts'
import { linesOfNode } from './lines-of-node.ts'
import { EDGE_JWKS, SETTINGS } from './shared-keys.ts'
import type { RunningProgram } from './start-program.ts'

const BINDS = ['none', 'host', 'request'] as const

/**
 * Starts a service that answers as Traefik's ForwardAuth expects it, by this project's verifier: 200 with X-Client-IP, or
 * 401. A steered one takes the clock and the binding from the headers of each question.
 */
export async function startVerifyService(variant: 'as written' | 'steered'): Promise<RunningProgram> {
  let now = 0
  const clock = variant === 'steered' ? () => now : () => Date.now() / 1000
  const keys = await importKeySet(EDGE_JWKS)
  const verifiers = new Map(
    BINDS.map((bind): [string, Verifier] => [
      bind,
      createVerifier({ ...SETTINGS, keys, bind, mode: 'enforce', report: () => undefined, now: clock }),
    ]),
  )
  const server = createServer((asked, response) => {
    const { headers, rawHeaders } = asked
    now = Number(headers['x-test-now'])
    const verifier = verifiers.get(one(headers, 'x-test-bind') || 'none')
    const request = {
      method: one(headers, 'x-forwarded-method'),
      target: one(headers, 'x-forwarded-uri'),
      host: one(headers, 'x-forwarded-host'),
      headers: linesOfNode(rawHeaders),
    }
    void verifier?.check(request).then((decision) => {
      if (decision.action === 'pass') response.writeHead(200, [['content-length', '0'], ...decision.set].flat()).end()
      else response.writeHead(REFUSAL.status, REFUSAL.headers).end(REFUSAL.body)
    })
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

function one(headers: IncomingHttpHeaders, name: string): string {
  return [headers[name] ?? ''].flat().join()
}
