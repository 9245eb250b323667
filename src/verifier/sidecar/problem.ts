import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ProblemStatus, titleOf } from '../../edge/problem.ts'
import { REFUSAL } from '../../origin/refusal.ts'

const CLOSE = ['connection', 'close']

type SidecarStatus = Extract<ProblemStatus, 400 | 501 | 502 | 503 | 504>

/**
 * Answers with a problem document (RFC 9457) that says the status in words and nothing else: the reason is for the
 * report, since whoever tries to forge an address would read it as advice.
 */
export function sendProblem(response: ServerResponse, status: SidecarStatus): void {
  if (response.headersSent) return
  const body = bodyOf(status)
  const headers = [...PROBLEM_HEADERS, 'content-length', String(body.length)]
  // A client that asks again at once makes an overload last.
  if (status === 503) headers.push('retry-after', '1')
  // What cannot be read as a request may have an end that others see elsewhere.
  if (status === 400 || status === 501) headers.push(...CLOSE)
  response.writeHead(status, headers).end(body)
}

/** The verifier's answer to a request that it refuses. */
export function sendRefusal(response: ServerResponse): void {
  response.writeHead(REFUSAL.status, REFUSAL.headers).end(REFUSAL.body)
}

/** As {@link sendProblem}, for {@link closeWith}. */
export function writeProblem(status: SidecarStatus): string {
  const body = bodyOf(status)
  const headers = [...PROBLEM_HEADERS, 'content-length', String(body.length), ...CLOSE]
  return writeHead(status, titleOf(status), headers) + body
}

/** As {@link sendRefusal}, for {@link closeWith}. */
export function writeRefusal(): string {
  const headers = [...Object.entries(REFUSAL.headers).flat(), ...CLOSE]
  return writeHead(REFUSAL.status, REFUSAL.statusText, headers) + REFUSAL.body
}

/** The head of a response on a connection that no ServerResponse belongs to. `headers` are names and values in turn. */
export function writeHead(status: number, reason: string, headers: readonly string[]): string {
  let head = `HTTP/1.1 ${status} ${reason}\r\n`
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`
  return `${head}\r\n`
}

/** Sends a last response, and closes the connection even if the other side keeps its own open. */
export function closeWith(socket: Duplex, response: string): void {
  socket.once('finish', () => socket.destroy())
  socket.end(response, 'latin1')
}

const PROBLEM_HEADERS = ['content-type', 'application/problem+json', 'cache-control', 'no-store']

function bodyOf(status: SidecarStatus): string {
  return JSON.stringify({ type: 'about:blank', title: titleOf(status), status })
}
