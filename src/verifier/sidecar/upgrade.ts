import { type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { errorCode } from '../error-code.ts'
import { joinSockets, reset } from '../join-sockets.ts'
import type { RequestFault } from './event.ts'
import { addOutputs } from './outputs.ts'
import { closeWith, writeHead, writeProblem, writeRefusal } from './problem.ts'
import { asReceived, readRequest } from './request.ts'
import { responseHeaders } from './response.ts'
import type { SidecarService } from './service.ts'

/** A request to change the protocol, as node:http hands it over: from then on its connection is ours alone. */
export type Handshake = {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** What the client has sent behind the request. */
  readonly head: Buffer
}

/** The application's agreement. */
type Agreement = { readonly incoming: IncomingMessage; readonly socket: Duplex; readonly head: Buffer }

/**
 * Whether a request asks for a WebSocket (RFC 6455 section 4.1), the one upgrade that is passed on.
 *
 * Behind an upgrade nothing is verified any more, so `h2c` must never be one: it would carry whole requests of the
 * client's past the verifier. A request that asks for it, as it may, is served as if it had not asked.
 */
export function isWebSocketHandshake({ method, httpVersion, headers }: IncomingMessage): boolean {
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  return method === 'GET' && httpVersion === '1.1' && !hasBody && isWebSocket(headers.upgrade)
}

/**
 * Verifies a handshake and passes it on. Once the application agrees, both connections become one. Whatever else it
 * answers goes to the client, whose connection then ends: what stands behind a handshake may be no request.
 */
export async function upgrade(handshake: Handshake, service: SidecarService): Promise<void> {
  const { request, socket } = handshake
  const { verifier, treat, upstream, report } = service
  // Where Node asks nobody whether to upgrade, which is before 22.21, every kind gets here.
  const read = isWebSocketHandshake(request) ? readRequest(request, treat, upstream.authority) : 'refused-upgrade'
  if (typeof read === 'string') {
    turnAway(socket, read, service)
    return
  }
  const decision = await verifier.check(asReceived(read, request))
  if (socket.destroyed) {
    report({ type: 'client-gone' })
    return
  }
  if (decision.action === 'refuse') {
    closeWith(socket, writeRefusal())
    return
  }
  addOutputs(read, decision)
  read.headers.push('Connection', 'Upgrade', 'Upgrade', 'websocket')
  ask(handshake, service, { path: read.target, headers: read.headers })
}

type Asked = { readonly path: string; readonly headers: readonly string[] }

function ask(handshake: Handshake, service: SidecarService, asked: Asked): void {
  const { socket } = handshake
  const outgoing = open(service, asked)
  if (outgoing === undefined) {
    turnAway(socket, 'not-passable', service)
    return
  }
  const hangUp = (): void => {
    outgoing.destroy()
    service.report({ type: 'client-gone' })
  }
  const fail = (status: 502 | 504, code?: string): void => {
    if (!socket.writable) return
    socket.off('close', hangUp)
    outgoing.destroy()
    service.report(status === 504 ? { type: 'timed-out' } : { type: 'unreachable', code })
    closeWith(socket, writeProblem(status))
  }
  socket.on('close', hangUp)
  outgoing
    .on('error', (error) => fail(502, errorCode(error)))
    .on('timeout', () => fail(504))
    .on('upgrade', (incoming, farSocket, head) => {
      socket.off('close', hangUp)
      if (isWebSocket(incoming.headers.upgrade)) join(handshake, { incoming, socket: farSocket, head }, service)
      else {
        farSocket.destroy()
        fail(502, 'BAD_RESPONSE')
      }
    })
    .on('response', (incoming) => {
      // 101 that names no protocol: Node takes it for a response like any other.
      if (incoming.statusCode === 101) {
        fail(502, 'BAD_RESPONSE')
        return
      }
      socket.off('close', hangUp)
      decline(socket, { outgoing, incoming }, service)
    })
    .end()
}

function open({ upstream: { host, port, socketPath }, limits }: SidecarService, { path, headers }: Asked) {
  const timeout = limits.upstreamTimeoutSeconds * 1000
  const maxHeaderSize = limits.maxHeaderBytes
  const options = { host, port, socketPath, path, headers, timeout, maxHeaderSize }
  try {
    return openRequest({ ...options, agent: false, setDefaultHeaders: false })
  } catch {
    return undefined
  }
}

function join(near: Handshake, far: Agreement, { limits, report }: SidecarService): void {
  const headers = [...responseHeaders(far.incoming, 'left-out'), 'Connection', 'Upgrade', 'Upgrade', 'websocket']
  near.socket.write(writeHead(101, 'Switching Protocols', headers), 'latin1')
  if (far.head.length > 0) near.socket.write(far.head)
  if (near.head.length > 0) far.socket.write(near.head)
  report({ type: 'upgraded' })
  joinSockets(near.socket, far.socket, {
    idleMilliseconds: limits.idleTimeoutSeconds * 1000,
    whenOver: () => report({ type: 'upgrade-ended' }),
  })
}

/** The application's answer, if it does not agree. */
type Answer = { readonly outgoing: ClientRequest; readonly incoming: IncomingMessage }

function decline(socket: Duplex, { outgoing, incoming }: Answer, { limits, report }: SidecarService): void {
  const status = incoming.statusCode ?? 502
  report({ type: 'answered', status })
  const headers = [...responseHeaders(incoming, 'left-out'), 'Connection', 'close']
  // Whatever goes wrong from here on, a second answer would be read as a part of this one, and the plain end of the
  // connection as the end of a body without a length.
  const breakOff = (): void => reset(socket)
  outgoing.removeAllListeners('timeout').removeAllListeners('error').on('error', breakOff)
  // Of both sides: what the application does not say and what the client does not read keep this socket quiet alike.
  if (socket instanceof Socket) socket.setTimeout(limits.idleTimeoutSeconds * 1000, breakOff)
  socket.write(writeHead(status, incoming.statusMessage ?? '', headers), 'latin1')
  incoming.on('error', breakOff).pipe(socket)
  socket.on('close', () => incoming.destroy()).once('finish', () => socket.destroy())
}

function turnAway(socket: Duplex, fault: RequestFault, { report }: SidecarService): void {
  const status = fault === 'refused-upgrade' ? 501 : 400
  report({ type: 'turned-away', status, fault })
  closeWith(socket, writeProblem(status))
}

function isWebSocket(upgradeTo: string | undefined): boolean {
  return upgradeTo?.toLowerCase() === 'websocket'
}
