import { type AddressInfo, type Server, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { guardReport } from '../../guard-report.ts'
import { OriginError } from '../../origin-error.ts'
import { applyFacts } from './endpoints.ts'
import { type ProxySender, proxyHeaderOf } from './facts.ts'
import { createProxyGate, type GateEvent, type ProxyCounters } from './gate.ts'
import { interceptConnections } from './intercept.ts'
import { addressOf, type ProxyChoices, type ProxyLimits, readRules } from './options.ts'

export type ProxyProtocolOptions = Partial<ProxyLimits & ProxyChoices> & {
  /**
   * Prefixes of the load balancers, and `unix` for a server that listens on a UNIX socket. They are believed on who the
   * client is; everybody else's connection is closed.
   */
  readonly senders: readonly string[]
  /** Told of every connection. If it throws, its event is lost and nothing else. */
  readonly report: (event: ProxyProtocolEvent) => void
}

export type ProxyProtocolEvent =
  | GateEvent
  /** The operating system could not give the listener a connection, for want of memory or the like. It goes on listening. */
  | { readonly type: 'listener-failed'; readonly error: unknown }

export type ProxyProtocolServer = {
  /** Opens the port; 0 takes a free one. Rejects with the system's error if it cannot be had. */
  readonly listen: (at: { readonly port: number; readonly host?: string }) => Promise<AddressInfo>
  /** Takes no more connections, drops those without a header, lets the rest finish, and resolves when all are gone. */
  readonly close: () => Promise<void>
  /** What there has been since the beginning; a copy, for a metric or a log line. */
  readonly counters: () => ProxyCounters
}

const guarded = new WeakSet<Server>()

/**
 * Puts a receiver of PROXY protocol, version 1 and 2, under `server`: from now on each of its connections has to begin
 * with a header, and the server gets it after that, the bytes behind intact.
 *
 * `server` is any of node:net, node:tls, node:http, node:https or node:http2; TLS comes after the header. It is started
 * and closed by itself as before, or by what is returned. Its sockets say in `remoteAddress` and the like what the header
 * says, and {@link proxyHeaderOf} has the rest. A second header is payload, and for HTTP a bad request.
 *
 * Whether there is a header is never guessed (specification, section 2), and only `senders` may connect: nothing that
 * somebody else sends is looked at. A connection whose header names no client keeps the ends that it has, and has the
 * facts `LOCAL`: it is for the application to serve it nothing but a health check.
 *
 * @throws OriginError for senders, limits or choices that cannot be meant, and for a server that listens already or has
 * a receiver.
 * @example
 * const front = createProxyProtocolServer(createServer(app), { senders: ['10.0.16.0/20'], report: console.log })
 * await front.listen({ port: 8080 })
 */
export function createProxyProtocolServer(server: Server, options: ProxyProtocolOptions): ProxyProtocolServer {
  const rules = readRules(options)
  const report = guardReport(options.report)
  checkServer(server)
  const gate = createProxyGate(rules, report)

  const adopt = (secure: TLSSocket, below: unknown): boolean => {
    const facts = below instanceof Socket ? proxyHeaderOf(below) : undefined
    if (facts === undefined) return false
    if (proxyHeaderOf(secure) === undefined) applyFacts(secure, facts, rules.endpoints)
    return true
  }
  interceptConnections(server, {
    receive: (socket, admit) => {
      // One that has been here: somebody looked at its first bytes and puts it in again.
      if (proxyHeaderOf(socket) !== undefined) return admit()
      gate.receive(socket, peerOf(socket, server), admit)
    },
    adopt,
    closeAll: gate.dropWaiting,
  })
  guarded.add(server)

  const reportFailure = (error: unknown): void => report({ type: 'listener-failed', error })
  // Not sooner: a port that cannot be opened is a matter of whoever opens it.
  server.on('listening', () => server.on('error', reportFailure))
  server.on('close', () => server.off('error', reportFailure))
  return {
    listen: (at) => listen(server, at),
    close: () => {
      gate.dropWaiting()
      return close(server)
    },
    counters: gate.counters,
  }
}

function peerOf(socket: Socket, server: Server): ProxySender | undefined {
  return addressOf(socket) ?? (typeof server.address() === 'string' ? 'unix' : undefined)
}

function listen(server: Server, at: { readonly port: number; readonly host?: string }): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    checkNotListening(server)
    server.once('error', reject)
    server.listen({ ...at }, () => {
      server.off('error', reject)
      // Sound: text and null are for pipes and for servers that do not listen.
      resolve(server.address() as AddressInfo)
    })
  })
}

function close(server: Server): Promise<void> {
  // The one error that there can be says that it does not listen, which is what was asked for.
  return new Promise((resolve) => void server.close(() => resolve()))
}

function checkServer(server: Server): void {
  checkNotListening(server)
  if (guarded.has(server)) {
    const rule = 'has no receiver yet, for it would demand a header behind the first'
    throw new OriginError({ code: 'BAD_SERVER', path: 'server', rule, nextStep: 'Call this once for each server' })
  }
  if ('pauseOnConnect' in server && server.pauseOnConnect === true) {
    const rule = 'does not pause its connections, for bytes that came with a header would not go with the handle'
    throw new OriginError({ code: 'BAD_SERVER', path: 'server', rule, nextStep: 'Leave out pauseOnConnect' })
  }
}

function checkNotListening(server: Server): void {
  if (!server.listening) return
  throw new OriginError({
    code: 'ALREADY_LISTENING',
    path: 'server',
    rule: 'is not listening yet, for what came by then had to show no header',
    nextStep: 'Put the receiver under it first, and let it listen then',
  })
}
