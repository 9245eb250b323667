import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isPassedOn } from '../../edge/is-passed-on.ts'
import { guardReport } from '../../origin/guard-report.ts'
import type { Verifier } from '../../origin/verifier.ts'
import { reset } from '../join-sockets.ts'
import type { RequestFault, SidecarEvent } from './event.ts'
import { exchange } from './exchange.ts'
import { readSidecarLimits, type SidecarLimits } from './limits.ts'
import { addOutputs } from './outputs.ts'
import { closeWith, sendProblem, sendRefusal, writeProblem } from './problem.ts'
import { asReceived, readRequest } from './request.ts'
import type { SidecarService } from './service.ts'
import { createTreatments } from './treatment.ts'
import { type Handshake, isWebSocketHandshake, upgrade } from './upgrade.ts'
import { readUpstream } from './upstream.ts'
import { createWatch } from './watch.ts'

export type SidecarOptions = Partial<SidecarLimits> & {
  readonly verifier: Verifier
  /** The application: `http://127.0.0.1:3000` or `unix:/run/app.sock`. */
  readonly upstream: string
  /** Told of every request that the verifier did not refuse. If it throws, its event is lost and nothing else. */
  readonly report: (event: SidecarEvent) => void
}

/**
 * Returns an HTTP server that stands before an application which cannot verify, and passes verified requests on to it.
 *
 * The application may believe `X-Client-IP`, `X-Real-IP`, `X-Forwarded-For` and `Forwarded`: they hold the verified
 * address alone, on every route. Where there is no verified client they are absent, and no request brings its own. It
 * must be reachable through the sidecar alone, so let it listen on 127.0.0.1 or a UNIX socket.
 *
 * HTTP/1.1 and WebSockets; TLS and HTTP/2 end before it. It does not listen by itself, so that
 * `createProxyProtocolServer` can be put in front of it.
 *
 * @throws UpstreamError for an upstream or limits that cannot be meant.
 * @example
 * createSidecar({ verifier, upstream: 'http://127.0.0.1:3000', report: console.log }).listen(8080)
 */
export function createSidecar(options: SidecarOptions): Server {
  const service = buildService(options)
  const { limits, report } = service
  const requests = { open: 0 }
  const upgrades = { open: 0 }
  const isFull = (limit: 'maxRequests' | 'maxUpgrades', { open }: { readonly open: number }): boolean => {
    if (open < limits[limit]) return false
    report({ type: 'overloaded', limit })
    return true
  }
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (isFull('maxRequests', requests)) {
      sendProblem(response, 503)
      return
    }
    requests.open++
    response.on('close', () => requests.open--)
    void answer(request, response, service)
  }
  const switchProtocol = (handshake: Handshake): void => {
    const { socket } = handshake
    // Node has taken its own listeners off this socket: without this one a reset while we verify ends the process.
    socket.on('error', () => socket.destroy())
    if (isFull('maxUpgrades', upgrades)) {
      closeWith(socket, writeProblem(503))
      return
    }
    upgrades.open++
    socket.once('close', () => upgrades.open--)
    void upgrade(handshake, service)
  }
  const server = createServer(serverOptions(limits))
    .on('request', serve)
    .on('checkContinue', serve)
    .on('checkExpectation', serve)
    .on('upgrade', (request, socket, head) => switchProtocol({ request, socket, head }))
    .on('connect', (_, socket) => {
      report({ type: 'turned-away', status: 501, fault: 'refused-method' })
      closeWith(
        socket.on('error', () => socket.destroy()),
        writeProblem(501),
      )
    })
    .on('close', () => service.pool.destroy())
  // Node would leave out the rest silently, and with it a Content-Length or a second assertion. The bytes are limited.
  server.maxHeadersCount = 0
  server.timeout = unreadMilliseconds(limits)
  // By a reset, as what is left unread is not all.
  return server.on('timeout', reset)
}

/**
 * How long a client may read nothing of what it is owed. All other limits are about the application or the next request;
 * this one is a little longer than those, lest it come before their answer.
 */
function unreadMilliseconds({ upstreamTimeoutSeconds, idleTimeoutSeconds }: SidecarLimits): number {
  const limits = [upstreamTimeoutSeconds, idleTimeoutSeconds]
  return 1000 * (Math.max(...limits) + Math.min(2, Math.min(...limits)))
}

function buildService({ verifier, upstream, report, ...given }: SidecarOptions): SidecarService {
  const limits = readSidecarLimits(given)
  return {
    verifier,
    upstream: readUpstream(upstream),
    // With a timeout an agent heeds the one that the application announces, and drops a connection a second before it.
    pool: new Agent({ keepAlive: true, maxSockets: limits.maxRequests, timeout: POOL_IDLE_MILLISECONDS }),
    single: new Agent(),
    limits,
    treat: createTreatments(verifier.remove),
    watch: createWatch(limits),
    report: guardReport(report),
  }
}

const POOL_IDLE_MILLISECONDS = 60_000

function serverOptions(limits: SidecarLimits) {
  return {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutSeconds * 1000,
    requestTimeout: limits.requestTimeoutSeconds * 1000,
    keepAliveTimeout: limits.keepAliveSeconds * 1000,
    noDelay: true,
    // The reader sees to that, on upgrades too.
    requireHostHeader: false,
    shouldUpgradeCallback: isWebSocketHandshake,
    // A request without a body is never read, so its stream need not come to an end.
    optimizeEmptyRequests: true,
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, service: SidecarService): Promise<void> {
  const { verifier, treat, upstream, report } = service
  const isServed = isPassedOn(request.method ?? '')
  const read = isServed ? readRequest(request, treat, upstream.authority) : 'refused-method'
  if (typeof read === 'string') {
    turnAway(response, read, service)
    return
  }
  const decision = await verifier.check(asReceived(read, request))
  if (response.destroyed) {
    report({ type: 'client-gone' })
    return
  }
  if (decision.action === 'refuse') {
    sendRefusal(response)
    return
  }
  // Whether the body is wanted the application can say only after it: many wait for it and never answer 100.
  if (request.httpVersion === '1.1' && expectsContinue(request.headers.expect)) response.writeContinue()
  addOutputs(read, decision)
  for (const part of read.body.headers) read.headers.push(part)
  exchange({ request, response, read }, service)
}

/** Expectations other than this one are ignored, as RFC 9110 section 10.1.1 allows. */
function expectsContinue(expectation: string | undefined): boolean {
  return expectation !== undefined && /^100-continue$/i.test(expectation)
}

function turnAway(response: ServerResponse, fault: RequestFault, { report }: SidecarService): void {
  const status = fault === 'unknown-coding' || fault === 'refused-method' ? 501 : 400
  report({ type: 'turned-away', status, fault })
  sendProblem(response, status)
}
