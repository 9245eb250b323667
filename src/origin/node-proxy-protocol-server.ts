import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Address } from '../net/address.ts'
import { guardReport } from './guard-report.ts'
import { factsOf, type HeaderFailure, type ProxyFacts, takeProxyHeader } from './node-proxy-header.ts'
import { OriginError } from './origin-error.ts'
import { addressOf, type ProxyLimits, readLimits, readSenders } from './proxy-options.ts'

export type ProxyProtocolOptions = Partial<ProxyLimits> & {
  /** Prefixes of the load balancers. They are believed on who the client is; everybody else's connection is closed. */
  readonly senders: readonly string[]
  /** Told of every connection. If it throws, its event is lost and nothing else. */
  readonly report: (event: ProxyProtocolEvent) => void
}

export type ConnectionRefusal =
  | HeaderFailure
  /** No sender of ours. Nothing of what it sent was looked at. */
  | { readonly reason: 'stranger' }
  | { readonly reason: 'too-many-waiting'; readonly maxWaiting: number }

export type ProxyProtocolEvent =
  | { readonly type: 'accepted'; readonly facts: ProxyFacts }
  | { readonly type: 'closed'; readonly peer: Address | undefined; readonly refusal: ConnectionRefusal }
  /** The operating system took back what the listener needs, such as file descriptors. It goes on listening. */
  | { readonly type: 'listener-failed'; readonly error: unknown }

export type ProxyProtocolServer = {
  /** Opens the port; 0 takes a free one. Rejects with the system's error if it cannot be had. */
  readonly listen: (at: { readonly port: number; readonly host?: string }) => Promise<AddressInfo>
  /** Takes no more connections, drops those without a header, lets the rest finish, and resolves when all are gone. */
  readonly close: () => Promise<void>
}

const facts = new WeakMap<Socket, ProxyFacts>()

/**
 * Returns what the PROXY protocol header of a connection said; undefined for one that came by no such listener.
 *
 * @example
 * proxyHeaderOf(request.socket)?.command === 'LOCAL' // a health check of the load balancer: nobody's request
 */
export function proxyHeaderOf(socket: Socket): ProxyFacts | undefined {
  return facts.get(socket)
}

/**
 * Puts a listener in front of `server` that demands a PROXY protocol header, version 1 or 2, on every connection.
 *
 * `server` is an HTTP server or any other of node:net that is not listening itself. It gets each connection after the
 * header and the bytes behind it intact: a second header there is payload, and for HTTP a bad request. Whether there is
 * a header is never guessed (specification, section 2), and only `senders` may connect. A connection whose header
 * names no client has the facts `LOCAL`, and it is for the application to serve it nothing but a health check.
 *
 * Do not let `server` listen: what comes by its own port has no header. TLS has to end in front of this listener.
 *
 * @throws OriginError for senders or limits that cannot be meant, and for a server that listens already.
 * @example
 * const front = createProxyProtocolServer(createServer(app), { senders: ['10.0.16.0/20'], report: console.log })
 * await front.listen({ port: 8080 })
 */
export function createProxyProtocolServer(server: Server, options: ProxyProtocolOptions): ProxyProtocolServer {
  const limits = readLimits(options)
  const isSender = readSenders(options.senders)
  const report = guardReport(options.report)
  checkNotListening(server)
  const waiting = new Set<Socket>()

  const judge = async (socket: Socket, peer: Address | undefined): Promise<ProxyFacts | ConnectionRefusal> => {
    if (peer === undefined || !isSender(peer)) return { reason: 'stranger' }
    if (waiting.size >= limits.maxWaiting) return { reason: 'too-many-waiting', maxWaiting: limits.maxWaiting }
    waiting.add(socket)
    const header = await takeProxyHeader(socket, limits)
    waiting.delete(socket)
    return 'reason' in header ? header : factsOf(header, peer)
  }

  const receive = async (socket: Socket): Promise<void> => {
    socket.on('error', ignoreError)
    const peer = addressOf(socket)
    const outcome = await judge(socket, peer)
    if ('reason' in outcome) {
      socket.destroy()
      report({ type: 'closed', peer, refusal: outcome })
      return
    }
    facts.set(socket, outcome)
    report({ type: 'accepted', facts: outcome })
    handOver(socket, server)
  }

  const front = createServer({ noDelay: true }, (socket) => void receive(socket))
  return {
    listen: async (at) => {
      checkNotListening(server)
      const address = await listen(front, at)
      front.on('error', (error) => report({ type: 'listener-failed', error }))
      // An HTTP server watches its header and request timeouts from this event on.
      server.emit('listening')
      return address
    },
    close: () => close(front, server, waiting),
  }
}

function ignoreError(): void {
  // Whatever goes wrong with a socket also closes it, and that is what counts while nobody else has it.
}

/** What a half-closed connection means is for the server to say, as it would for one of its own. */
function handOver(socket: Socket, server: Server): void {
  socket.allowHalfOpen = 'allowHalfOpen' in server && server.allowHalfOpen === true
  server.emit('connection', socket)
  socket.off('error', ignoreError)
}

function listen(front: Server, at: { readonly port: number; readonly host?: string }): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    front.once('error', reject)
    front.listen({ ...at }, () => {
      front.off('error', reject)
      // Sound: text and null are for pipes and for servers that do not listen.
      resolve(front.address() as AddressInfo)
    })
  })
}

function close(front: Server, server: Server, waiting: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    front.close(() => {
      server.close()
      resolve()
    })
    for (const socket of waiting) socket.destroy()
    if (hasIdleConnections(server)) server.closeIdleConnections()
  })
}

function hasIdleConnections(server: Server): server is Server & { readonly closeIdleConnections: () => void } {
  return 'closeIdleConnections' in server && typeof server.closeIdleConnections === 'function'
}

function checkNotListening(server: Server): void {
  if (!server.listening) return
  throw new OriginError({
    code: 'ALREADY_LISTENING',
    path: 'server',
    rule: 'is not listening, for what comes by its own port has no header',
    nextStep: 'Leave out its listen() and call that of this listener',
  })
}
