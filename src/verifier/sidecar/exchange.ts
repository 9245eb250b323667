import { type ClientRequest, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http'
import { errorCode } from '../error-code.ts'
import { addTrailers, passBody } from './body.ts'
import { sendProblem } from './problem.ts'
import type { ReadRequest } from './request.ts'
import { responseHeaders } from './response.ts'
import type { SidecarService } from './service.ts'
import type { Watched } from './watch.ts'

/** A request that the verifier has let pass, and the response that is owed. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** With the headers that are set for the application. */
  readonly read: ReadRequest
}

/** One time that a request is sent to the application. */
type Attempt = Watched & {
  readonly task: Exchange
  readonly service: SidecarService
  readonly outgoing: ClientRequest
  state: 'waiting' | 'answered' | 'over'
}

/** Methods on kept connections that may be sent twice (RFC 9110 section 9.2.2), which is done where there is no body. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'OPTIONS', 'PUT', 'DELETE'])

/** How a kept connection says that the application has closed it while it lay idle. */
const STALE: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE'])

/**
 * Sends a request to the application and its answer to the client, both bodies as streams that wait for each other.
 *
 * Never throws. What goes wrong before the answer is 502 or 504. After it the client's connection is reset: the plain
 * end of it would look like the end of a body without a length.
 */
export function exchange(task: Exchange, service: SidecarService, connection: 'kept' | 'new' = 'kept'): void {
  const outgoing = open(task, service, connection)
  if (outgoing === undefined) {
    service.report({ type: 'turned-away', status: 400, fault: 'not-passable' })
    sendProblem(task.response, 400)
    return
  }
  const attempt: Attempt = {
    task,
    service,
    outgoing,
    state: 'waiting',
    isAnswerOwed: false,
    quietSeconds: 0,
    bytesSeen: 0,
    place: -1,
    whenTooLong: () => fail(attempt, 504, undefined),
  }
  service.watch.add(attempt)
  task.response.on('close', () => hangUp(attempt))
  outgoing
    .on('error', (error) => recover(attempt, errorCode(error)))
    .on('response', (incoming) => relay(attempt, incoming))
    .on('upgrade', (_, socket) => {
      // Nobody has asked for it: what comes now would be no answer to anybody.
      socket.destroy()
      fail(attempt, 502, 'BAD_RESPONSE')
    })
    .on('information', ({ statusCode, headers }) => {
      if (statusCode === 103) passHints(task, headers.link)
    })
  sendBody(attempt)
}

function sendBody(attempt: Attempt): void {
  const { task, outgoing, service } = attempt
  if (!task.read.body.isThere) {
    outgoing.end()
    oweAnswer(attempt)
    return
  }
  passBody(task.request, outgoing, { treat: service.treat, whenSent: () => oweAnswer(attempt) })
}

/** From the end of the request, so that a long upload is not cut. */
function oweAnswer(attempt: Attempt): void {
  attempt.isAnswerOwed = attempt.state === 'waiting'
  attempt.quietSeconds = 0
}

function open({ read }: Exchange, service: SidecarService, connection: 'kept' | 'new'): ClientRequest | undefined {
  const { upstream, pool, single, limits } = service
  try {
    const outgoing = openRequest({
      // Applications that wrongly send a body behind the head do it a moment later, when a kept connection may be in
      // use again: it would be taken for the answer to somebody else's request.
      agent: connection === 'kept' && read.method !== 'HEAD' ? pool : single,
      host: upstream.host,
      port: upstream.port,
      socketPath: upstream.socketPath,
      method: read.method,
      path: read.target,
      headers: read.headers,
      // The list is complete: Node adds no framing and no Connection of its own.
      setDefaultHeaders: false,
      maxHeaderSize: limits.maxHeaderBytes,
    })
    // Node would leave out the rest silently, and with it a Content-Length. The bytes are limited.
    outgoing.maxHeadersCount = 0
    return outgoing
  } catch {
    return undefined
  }
}

function relay(attempt: Attempt, incoming: IncomingMessage): void {
  const { task, service } = attempt
  const { request, response } = task
  try {
    // 101 that names no protocol: Node takes it for a response like any other.
    if (incoming.statusCode === 101) throw new RangeError('nobody asked for another protocol')
    const headers = responseHeaders(incoming, request.httpVersion === '1.1' ? 'passed-on' : 'left-out')
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, headers)
  } catch {
    // A status or a field that Node reads and does not write.
    fail(attempt, 502, 'BAD_RESPONSE')
    return
  }
  attempt.state = 'answered'
  attempt.isAnswerOwed = false
  attempt.quietSeconds = 0
  service.report({ type: 'answered', status: response.statusCode })
  if (hasNoBody(task.read.method, response.statusCode)) {
    // Some applications send one all the same, and what comes of that is no concern of the client's.
    incoming.on('error', () => undefined).resume()
    complete(attempt, incoming)
    return
  }
  incoming
    .on('data', (chunk: Buffer) => {
      if (!response.write(chunk)) incoming.pause()
    })
    .on('error', (error) => fail(attempt, 502, errorCode(error)))
    .on('end', () => complete(attempt, incoming))
  response.on('drain', () => incoming.resume())
}

/** RFC 9112 section 6.3. */
function hasNoBody(method: string, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304
}

function complete(attempt: Attempt, incoming: IncomingMessage): void {
  if (attempt.state === 'over') return
  const { task, outgoing, service } = attempt
  attempt.state = 'over'
  service.watch.remove(attempt)
  addTrailers(task.response, incoming.rawTrailers, () => true)
  task.response.end()
  // The application did not wait for the whole body: what it left unread cannot go before another request.
  if (!outgoing.writableEnded) outgoing.destroy()
}

/** A hint is forwarded where it can be (RFC 8297 section 3): to HTTP/1.1, and in the form that Node writes. */
function passHints({ request, response }: Exchange, link: string | string[] | undefined): void {
  if (link === undefined || request.httpVersion !== '1.1' || response.headersSent) return
  try {
    response.writeEarlyHints({ link })
  } catch {
    // Without its hints the response is the same.
  }
}

function recover(attempt: Attempt, code: string | undefined): void {
  const { task, service, outgoing } = attempt
  const { method, body } = task.read
  const isStale = attempt.state === 'waiting' && outgoing.reusedSocket && STALE.has(code)
  if (!isStale || body.isThere || !REPEATABLE.has(method)) {
    fail(attempt, 502, code)
    return
  }
  conclude(attempt)
  service.report({ type: 'retried' })
  exchange(task, service, 'new')
}

function fail(attempt: Attempt, status: 502 | 504, code: string | undefined): void {
  const { state } = attempt
  if (state === 'over') return
  const { task, service } = attempt
  conclude(attempt)
  if (state === 'answered') {
    service.report({ type: 'broken-off', code })
    task.response.socket?.resetAndDestroy()
    return
  }
  service.report(status === 504 ? { type: 'timed-out' } : { type: 'unreachable', code })
  sendProblem(task.response, status)
}

function hangUp(attempt: Attempt): void {
  if (attempt.state === 'over') return
  conclude(attempt)
  attempt.service.report({ type: 'client-gone' })
}

function conclude(attempt: Attempt): void {
  attempt.state = 'over'
  attempt.service.watch.remove(attempt)
  attempt.outgoing.destroy()
}
