import { describeKind } from '../fault/escape-text.ts'
import type { HeaderLine } from '../headers/header-line.ts'
import type { RequestFacts } from '../resolve/resolve.ts'
import { parseJson } from './parse-json.ts'

/** Why a line is no request. Its content is not quoted: it may hold a secret. */
export type BadRequest = { readonly detail: string }

/**
 * Reads a request of `ipseal resolve --ndjson`: `{"peer":"…","headers":[["X-Forwarded-For","a, b"],…]}`.
 *
 * Both members may be missing. Others, such as an id, are the sender's own and are left alone, but for `header`: read as
 * "no headers", that slip would get an answer to a question that nobody asked.
 */
export function readRequest(text: string): RequestFacts | BadRequest {
  const parsed = parseJson(text)
  if ('fault' in parsed) return { detail: `this is no JSON: ${parsed.fault}` }
  const document = parsed.value
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { detail: 'a request is a JSON object' }
  }
  const { peer, headers }: { peer?: unknown; headers?: unknown } = document
  if ('header' in document && headers === undefined) return { detail: 'the member is called headers, not header' }
  if (peer !== undefined && peer !== null && typeof peer !== 'string') {
    return { detail: `peer is a text or null, not ${describeKind(peer)}` }
  }
  if (headers === undefined) return { peer: peer ?? undefined, headers: [] }
  if (isHeaderList(headers)) return { peer: peer ?? undefined, headers }
  return { detail: 'headers is a list of pairs [name, value], both of them texts' }
}

function isHeaderList(value: unknown): value is readonly HeaderLine[] {
  return Array.isArray(value) && value.every(isHeaderLine)
}

function isHeaderLine(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'string'
}
