import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { VerifiedClient } from '../assertion/verify-assertion.ts'
import { cleanNodeRequest, guardTrailers, type NodeRequest, readNodeRequest } from './node-request.ts'
import { REFUSAL } from './refusal.ts'
import type { Decision, Verifier } from './verifier.ts'

/** What the wrapper itself needs of a response: that of node:http and of node:http2 alike. */
export type NodeResponse = {
  readonly writeHead: (status: number, headers: Readonly<Record<string, string>>) => unknown
  readonly end: (body: string) => unknown
}

const clients = new WeakMap<NodeRequest, VerifiedClient>()

/**
 * Returns the verified client of a request that {@link verifyRequests} or {@link verifyUpgrades} let pass; undefined on
 * exempt routes, in mode `observe` where the assertion did not hold, and for requests that no verifier has seen.
 */
export function clientOf(request: NodeRequest): VerifiedClient | undefined {
  return clients.get(request)
}

/**
 * Returns a request listener that calls `listener` for verified requests alone, with their headers cleaned in place.
 *
 * `listener` is anything that node:http, or node:http2 with its compatibility API, can call, an Express application
 * included; for Fastify wrap the handler that its `serverFactory` is given. The client's copies are gone from `headers`,
 * `headersDistinct`, `rawHeaders` and from the trailers; {@link clientOf} has the verified client.
 *
 * Verifying takes a turn of the event loop; the body waits unread. Wrap the listeners of `checkContinue` and
 * `checkExpectation` too if there are any, and those of `upgrade` by {@link verifyUpgrades}: Node hands such requests to
 * them and not to this one.
 *
 * @example
 * createServer(verifyRequests(verifier, (request, response) => response.end(clientOf(request)?.ip)))
 */
export function verifyRequests<
  Inbound extends NodeRequest = IncomingMessage,
  Response extends NodeResponse = ServerResponse,
>(
  verifier: Verifier,
  listener: (request: Inbound, response: Response) => void,
): (request: Inbound, response: Response) => void {
  return (request, response) => {
    void decide(verifier, request).then((decision) => {
      if (decision.action === 'refuse') {
        response.writeHead(REFUSAL.status, REFUSAL.headers)
        response.end(REFUSAL.body)
        return
      }
      // The client has hung up in the meantime: there is nobody to serve.
      if (request.destroyed) return
      admit(request, decision)
      listener(request, response)
    })
  }
}

/**
 * As {@link verifyRequests}, for the `upgrade` event of an HTTP server: a WebSocket handshake is refused or handed on
 * with its headers cleaned. Refused connections are closed.
 *
 * @example
 * server.on('upgrade', verifyUpgrades(verifier, (request, socket, head) => webSockets.handleUpgrade(request, …)))
 */
export function verifyUpgrades<Socket extends Duplex>(
  verifier: Verifier,
  listener: (request: IncomingMessage, socket: Socket, head: Buffer) => void,
): (request: IncomingMessage, socket: Socket, head: Buffer) => void {
  return (request, socket, head) => {
    const ignoreError = (): void => {
      // Node has taken its own listeners off this socket: without this one a reset while we verify ends the process.
    }
    socket.on('error', ignoreError)
    void decide(verifier, request).then((decision) => {
      if (socket.destroyed) return
      if (decision.action === 'refuse') {
        socket.once('finish', () => socket.destroy())
        socket.end(REFUSAL_BYTES)
        return
      }
      admit(request, decision)
      socket.off('error', ignoreError)
      listener(request, socket, head)
    })
  }
}

const REFUSAL_BYTES = [
  `HTTP/1.1 ${REFUSAL.status} ${REFUSAL.statusText}`,
  'connection: close',
  ...Object.entries(REFUSAL.headers).map(([name, value]) => `${name}: ${value}`),
  '',
  REFUSAL.body,
].join('\r\n')

/** Trailers are guarded at once: those of a short request are in before the verdict is. */
function decide(verifier: Verifier, request: NodeRequest): Promise<Decision> {
  guardTrailers(request, verifier.remove)
  return verifier.check(readNodeRequest(request))
}

function admit(request: NodeRequest, decision: Decision & { readonly action: 'pass' }): void {
  cleanNodeRequest(request, decision)
  if (decision.client !== undefined) clients.set(request, decision.client)
}
