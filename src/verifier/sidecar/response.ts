import type { IncomingMessage } from 'node:http'
import { type ResponseCollected, treatResponseHeader } from './treatment.ts'

/**
 * Returns the headers of the application's response for the client, names and values in turn, without those about the
 * connection to it.
 *
 * The body is framed anew: by the length where it is known, else by chunks, or for HTTP/1.0 by the end of the
 * connection. `Content-Length` comes last, as Node takes the bytes of a Content-Disposition behind it for UTF-8.
 */
export function responseHeaders({ rawHeaders }: IncomingMessage, trailers: 'passed-on' | 'left-out'): string[] {
  const kept: string[] = []
  const collected: Record<ResponseCollected, string | undefined> = {
    connection: undefined,
    'content-length': undefined,
    trailer: undefined,
    'transfer-encoding': undefined,
  }
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? ''
    const value = rawHeaders[i + 1] ?? ''
    const treatment = treatResponseHeader(name)
    if (treatment === 'keep') kept.push(name, value)
    else if (treatment !== 'drop') {
      const before = collected[treatment]
      collected[treatment] = before === undefined ? value : `${before},${value}`
    }
  }
  const headers = withoutListed(kept, collected.connection)
  const { trailer, 'content-length': length } = collected
  if (collected['transfer-encoding'] === undefined) {
    if (length !== undefined) headers.push('Content-Length', length)
  } else if (trailer !== undefined && trailers === 'passed-on') headers.push('Trailer', trailer)
  return headers
}

const NO_OPTIONS = /^(?:keep-alive|close)?$/i

/** Leaves out of `kept`, names and values in turn, what `Connection` lists (RFC 9110 section 7.6.1). */
export function withoutListed(kept: string[], connection: string | undefined): string[] {
  if (connection === undefined || NO_OPTIONS.test(connection)) return kept
  const options = new Set(connection.split(',').map((option) => option.trim().toLowerCase()))
  return kept.filter((_, i) => !options.has((kept[i - (i % 2)] ?? '').toLowerCase()))
}
