import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { HeaderLine } from '../../headers/header-line.ts'
import { type Cleaning, cleanLines, cleanValue } from '../clean-lines.ts'
import type { InboundRequest } from '../verifier.ts'
import { proxyHeaderOf } from './proxy-protocol/facts.ts'

/** A request of node:http, or of the compatibility API of node:http2. */
export type NodeRequest = IncomingMessage | Http2ServerRequest

export function readNodeRequest(request: NodeRequest): InboundRequest {
  const headers = pairLines(request.rawHeaders)
  const target = targetOf(request)
  const connection = proxyHeaderOf(request.socket)
  return { method: request.method ?? '', target, host: hostOf(target, headers), headers, connection }
}

/** Express, Connect and Fastify keep what came in `originalUrl` where they cut or rewrite `url` on the way to a handler. */
function targetOf(request: NodeRequest): string {
  if ('originalUrl' in request && typeof request.originalUrl === 'string') return request.originalUrl
  return request.url ?? ''
}

/**
 * The one host that both request line and headers agree on. The absolute form of a target overrides Host (RFC 9112
 * section 3.2.2), but applications read either, so such a request is for no host that could be compared.
 */
function hostOf(target: string, headers: readonly HeaderLine[]): string {
  if (!target.startsWith('/') && target !== '*') return ''
  const named = headers.filter(([name]) => HOST_NAMES.has(name.toLowerCase())).map(([, value]) => value)
  const [host = '', ...others] = new Set(named)
  return others.length === 0 ? host : ''
}

const HOST_NAMES: ReadonlySet<string> = new Set(['host', ':authority'])

/** Takes out whatever `remove` names in every place where an application may read a header. */
export function cleanNodeRequest(request: NodeRequest, remove: Cleaning['remove']): void {
  // In this order: Node reads the first two out of the raw lines on first use, and counts on their number until then.
  cleanHeaders(request.headers, remove)
  if ('headersDistinct' in request) cleanHeaders(request.headersDistinct, remove)
  const lines = cleanLines(pairLines(request.rawHeaders), { remove, set: [] })
  request.rawHeaders.splice(0, request.rawHeaders.length, ...lines.flat())
}

/** Adds lines in all of these places. No line of these names may be there. */
export function setNodeHeaders(request: NodeRequest, lines: readonly HeaderLine[]): void {
  for (const [name, value] of lines) {
    request.headers[name.toLowerCase()] = value
    if ('headersDistinct' in request) request.headersDistinct[name.toLowerCase()] = [value]
  }
  request.rawHeaders.push(...lines.flat())
}

type Values = string | string[] | undefined

function cleanHeaders(headers: NodeJS.Dict<string | string[]>, remove: Cleaning['remove']): void {
  for (const [name, value] of Object.entries(headers)) {
    const kept = remove(name) ? undefined : cleanValues(name, value, remove)
    if (kept === undefined) Reflect.deleteProperty(headers, name)
    else headers[name] = kept
  }
}

function cleanValues(name: string, value: Values, remove: (name: string) => boolean): Values {
  if (typeof value === 'string') return cleanValue(name, value, remove)
  const kept = value?.flatMap((line) => cleanValue(name, line, remove) ?? [])
  return kept?.length === 0 ? undefined : kept
}

/**
 * Keeps trailers that name one of ours from ever being read: they arrive after the request was decided about, and Node
 * would hold them ready under the same names as headers.
 */
export function guardTrailers(request: NodeRequest, remove: (name: string) => boolean): void {
  // HTTP/1 replaces this list when the trailers are in, HTTP/2 appends to it: what is read later sees either.
  let received: readonly string[] | undefined = request.rawTrailers
  const lines = (): readonly HeaderLine[] => pairLines(received).filter(([name]) => !remove(name))
  Object.defineProperties(request, {
    rawTrailers: {
      configurable: true,
      get: () => lines().flat(),
      set: (raw: readonly string[]) => {
        received = raw
      },
    },
    trailers: { configurable: true, get: () => groupLines(lines(), (values) => values.join(', ')) },
    trailersDistinct: { configurable: true, get: () => groupLines(lines(), (values) => values) },
  })
}

function groupLines<Grouped>(
  lines: readonly HeaderLine[],
  group: (values: readonly string[]) => Grouped,
): Readonly<Record<string, Grouped>> {
  const byName = new Map<string, string[]>()
  for (const [name, value] of lines) {
    const values = byName.get(name.toLowerCase())
    if (values === undefined) byName.set(name.toLowerCase(), [value])
    else values.push(value)
  }
  return Object.fromEntries([...byName].map(([name, values]) => [name, group(values)]))
}

/** Requests that a framework injects for tests have no trailers at all, whatever their type says. */
function pairLines(raw: readonly string[] | undefined = []): readonly HeaderLine[] {
  return Array.from({ length: raw.length / 2 }, (_, i): HeaderLine => [raw[2 * i] ?? '', raw[2 * i + 1] ?? ''])
}
