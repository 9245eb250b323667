import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { REFUSAL } from '../refusal.ts'
import type { Verifier } from '../verifier.ts'
import { admit } from './admission.ts'
import type { NodeRequest } from './request.ts'

/** What the wrapper itself needs of a response: that of node:http and of node:http2 alike. */
export type NodeResponse = {
  readonly writeHead: (status: number, headers: Readonly<Record<string, string>>) => unknown
  readonly end: (body: string) => unknown
}

/**
 * Returns a request listener that calls `listener` for verified requests alone, with their headers cleaned in place.
 *
 * `listener` is anything that node:http, or node:http2 with its compatibility API, can call, the handler that Fastify gives
 * to a `serverFactory` included. The client's copies are gone from `headers`, `headersDistinct`, `rawHeaders` and from the
 * trailers; `clientOf` has the verified client.
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
  // What the server expects decides on the types; a listener such as an Express application takes more than one.
  listener: (request: NoInfer<Inbound>, response: NoInfer<Response>) => void,
): (request: Inbound, response: Response) => void {
  return (request, response) => {
    void admit(verifier, request).then((decision) => {
      if (decision.action === 'refuse') {
        response.writeHead(REFUSAL.status, REFUSAL.headers)
        response.end(REFUSAL.body)
        return
      }
      // The client has hung up in the meantime: there is nobody to serve.
      if (request.destroyed) return
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
    void admit(verifier, request).then((decision) => {
      if (socket.destroyed) return
      if (decision.action === 'refuse') {
        socket.once('finish', () => socket.destroy())
        socket.end(REFUSAL_BYTES)
        return
      }
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
