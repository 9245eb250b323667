import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Address } from '../net/address.ts'
import { guardReport } from '../origin/guard-report.ts'
import { type ProxyFacts, proxyHeaderOf } from '../origin/node-proxy-facts.ts'
import { codeOf } from './sidecar-event.ts'
import { type HeaderForm, writeFreshHeader } from './tcp-fresh-header.ts'
import { joinSockets } from './tcp-join.ts'
import type { RelayRefusal, TcpRelayEvent } from './tcp-relay-event.ts'
import {
  checkRelayOptions,
  readRelayLimits,
  readSources,
  type TcpRelayLimits,
  type TcpRelayOptions,
} from './tcp-relay-options.ts'

type Relay = {
  readonly upstream: TcpRelayOptions['upstream']
  readonly form: HeaderForm
  readonly local: 'relay' | 'close'
  readonly isSource: (address: Address) => boolean
  readonly limits: TcpRelayLimits
  readonly report: (event: TcpRelayEvent) => void
}

/**
 * Returns a TCP server that passes connections on to an application that ends TLS itself, byte by byte.
 *
 * It takes connections from a PROXY protocol listener alone, whose `senders` have said who each is, and tells the
 * application the same in a fresh header, or nothing. It sees no request, so it verifies no assertion: the application
 * has to, and to believe the header only from this relay.
 *
 * @throws UpstreamError for options that cannot be meant.
 * @example
 * const relay = createTcpRelay({ upstream: { host: '127.0.0.1', port: 8443 }, sendProxy: 'v2', report: console.log })
 * await createProxyProtocolServer(relay, { senders: ['10.0.16.0/20'], report: console.log }).listen({ port: 443 })
 */
export function createTcpRelay(options: TcpRelayOptions): Server {
  const { upstream, sendProxy, tlvs = [], sources, local = 'relay', report, ...given } = options
  checkRelayOptions(options)
  const limits = readRelayLimits(given)
  const form = { sendProxy, tlvs: new Set(tlvs) }
  const relay: Relay = { upstream, form, local, isSource: readSources(sources), limits, report: guardReport(report) }
  let open = 0
  const receive = (socket: Socket): void => {
    const facts = proxyHeaderOf(socket)
    // Until both connections are joined, what goes wrong with it is told by its close alone.
    socket.on('error', () => socket.destroy())
    const header = open < limits.maxConnections ? admit(facts, relay) : tooMany(limits)
    if (facts === undefined || 'reason' in header) {
      socket.destroy()
      relay.report({ type: 'refused', facts, refusal: 'reason' in header ? header : { reason: 'no-header' } })
      return
    }
    open++
    socket.once('close', () => open--)
    reach(socket, { facts, header }, relay)
  }
  return createServer({ allowHalfOpen: true, noDelay: true }, receive)
}

function admit(facts: ProxyFacts | undefined, { form, local, isSource }: Relay): Uint8Array | RelayRefusal {
  if (facts === undefined) return { reason: 'no-header' }
  if (facts.command === 'LOCAL') {
    if (local === 'close') return { reason: 'local' }
  } else if (!isSource(facts.source.address)) return { reason: 'foreign-source' }
  return writeFreshHeader(facts, form) ?? { reason: 'header-too-long' }
}

function tooMany({ maxConnections }: TcpRelayLimits): RelayRefusal {
  return { reason: 'too-many', maxConnections }
}

type Admitted = { readonly facts: ProxyFacts; readonly header: Uint8Array }

/** Connects to the application. The client's bytes wait unread meanwhile. */
function reach(near: Socket, { facts, header }: Admitted, { upstream, limits, report }: Relay): void {
  const far = connect({ ...upstream, allowHalfOpen: true, noDelay: true })
  const refuse = (refusal: RelayRefusal): void => {
    clearTimeout(timer)
    near.off('close', hangUp).destroy()
    far.destroy()
    report({ type: 'refused', facts, refusal })
  }
  const hangUp = (): void => refuse({ reason: 'client-gone' })
  const fail = (error: Error): void => refuse({ reason: 'unreachable', code: codeOf(error) })
  const timer = setTimeout(refuse, limits.connectTimeoutSeconds * 1000, { reason: 'connect-timeout' })
  near.on('close', hangUp)
  far.once('error', fail).once('connect', () => {
    clearTimeout(timer)
    near.off('close', hangUp)
    far.off('error', fail)
    if (header.length > 0) far.write(header)
    report({ type: 'opened', facts })
    joinSockets(near, far, {
      idleMilliseconds: limits.idleTimeoutSeconds * 1000,
      whenOver: (end) => {
        const bytesFromClient = far.bytesWritten - header.length
        report({ type: 'closed', facts, end, bytesFromClient, bytesToClient: far.bytesRead })
      },
    })
  })
}
