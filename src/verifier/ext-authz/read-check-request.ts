import type { HeaderLine } from '../../headers/header-line.ts'
import { ASSERTION_HEADER } from '../../headers/own-names.ts'
import type { InboundRequest } from '../../origin/verifier.ts'
import type { CheckRequest, HttpAttributes } from './check-messages.ts'

/**
 * Returns the request that Envoy asks about, on Envoy's word; with nothing in it where Envoy asks about no HTTP request.
 *
 * An assertion holds no comma, so that a comma in it is Envoy's, which has joined the lines of a repeated header.
 */
export function readCheckRequest({ attributes }: CheckRequest): InboundRequest {
  const http = attributes?.request?.http ?? {}
  const headers = linesOf(http).flatMap(splitAssertion)
  return { method: http.method ?? '', target: http.path ?? '', host: http.host ?? '', headers }
}

function linesOf({ headers = {}, header_map }: HttpAttributes): readonly HeaderLine[] {
  const raw = header_map?.headers ?? []
  const lines = raw.map(({ key = '', value = '', raw_value }): HeaderLine => {
    return [key, raw_value === undefined || raw_value.length === 0 ? value : Buffer.from(raw_value).toString('latin1')]
  })
  // Both are read: whatever is in either is what the application will see.
  return [...Object.entries(headers), ...lines].filter(([name]) => !name.startsWith(':'))
}

function splitAssertion([name, value]: HeaderLine): readonly HeaderLine[] {
  if (name.toLowerCase() !== ASSERTION_HEADER) return [[name, value]]
  return value.split(',').map((line): HeaderLine => [name, line])
}
