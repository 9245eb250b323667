import { ASSERTION_HEADER } from '../headers/own-names.ts'
import { FORWARDED_HOST_HEADER, FORWARDED_PROTO_HEADER, findStripped, type OwnNames } from './strip.ts'
import type { Visit } from './visit.ts'

/**
 * Returns the headers for the origin: the client's, less what is ours or was for this connection, then ours.
 *
 * Ours are set, never appended, after every copy is gone: a second line would leave the choice to the reader. The host
 * and the scheme are those of the client's connection to this edge.
 */
export function outgoingHeaders(own: OwnNames, visit: Visit, assertion: string | undefined): Headers {
  const { request, url, lines } = visit
  const headers = new Headers(request.headers)
  for (const name of findStripped(own, lines)) headers.delete(name)
  headers.set(FORWARDED_HOST_HEADER, url.host)
  headers.set(FORWARDED_PROTO_HEADER, url.protocol.slice(0, -1))
  if (assertion !== undefined) headers.set(ASSERTION_HEADER, assertion)
  if (wantsWebSocket(request)) headers.set('upgrade', 'websocket')
  return headers
}

/** True for a WebSocket handshake (RFC 6455 section 4.1); other upgrades, such as h2c, end at the edge. */
export function wantsWebSocket(request: Request): boolean {
  return request.method === 'GET' && request.headers.get('upgrade')?.toLowerCase() === 'websocket'
}
