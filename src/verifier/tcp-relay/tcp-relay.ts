import { connect, createServer, type Server, type Socket } from 'node:net'
import { guardReport } from '../../origin/guard-report.ts'
import { type ProxyFacts, proxyHeaderOf } from '../../origin/node/proxy-protocol/facts.ts'
import { type JudgeSource, readSources } from '../../origin/source-proof.ts'
import { errorCode } from '../error-code.ts'
import { joinSockets } from '../join-sockets.ts'
import type { RelayRefusal, TcpRelayEvent } from './event.ts'
import { type HeaderForm, writeFreshHeader } from './fresh-header.ts'
import { checkRelayOptions, readRelayLimits, type TcpRelayLimits, type TcpRelayOptions } from './options.ts'

type Relay = {
  readonly upstream: TcpRelayOptions['upstream']
  readonly form: HeaderForm
  readonly local: 'relay' | 'close'
  readonly judgeSource: JudgeSource | undefined
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
 * @throws UpstreamError for options that cannot be meant, OriginError for such sources.
 * @example
 * const relay = createTcpRelay({ upstream: { host: '127.0.0.1', port: 8443 }, sendProxy: 'v2', report: console.log })
 * await createProxyProtocolServer(relay, { senders: ['10.0.16.0/20'], report: console.log }).listen({ port: 443 })
 */
export function createTcpRelay(options: TcpRelayOptions): Server {
  const { upstream, sendProxy, tlvs = [], sources, local = 'relay', report, ...given } = options
  checkRelayOptions(options)
  const limits = readRelayLimits(given)
  const form = { sendProxy, tlvs: new Set(tlvs) }
  const relay: Relay = { upstream, form, local, judgeSource: readSources(sources), limits, report: guardReport(report) }
  let open = 0
  const receive = (socket: Socket): void => {
    const facts = proxyHeaderOf(socket)
    // Until both connections are joined, what goes wrong with it is told by its close alone.
    socket.on('error', () => socket.destroy())
    const header = open < limits.maxConnections ? admit(facts, relay) : tooMany(limits)
    if (facts === undefined || 'reason' in header) {
      socket.destroy()
      relay.report({ type: 'refused', facts, refusal: 'reason' in header ? header : { reason: 'source-missing' } })
      return
    }
    open++
    socket.once('close', () => open--)
    reach(socket, { facts, header }, relay)
  }
  return createServer({ allowHalfOpen: true, noDelay: true }, receive)
}

function admit(facts: ProxyFacts | undefined, { form, local, judgeSource }: Relay): Uint8Array | RelayRefusal {
  if (facts === undefined) return { reason: 'source-missing' }
  const isLocal = facts.command === 'LOCAL'
  if (isLocal && local === 'close') return { reason: 'source-local' }
  const rejection = isLocal ? undefined : judgeSource?.(facts)
  if (rejection !== undefined) return rejection
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
  const fail = (error: Error): void => refuse({ reason: 'unreachable', code: errorCode(error) })
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
