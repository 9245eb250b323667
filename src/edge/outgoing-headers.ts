import { ASSERTION_HEADER } from '../headers/own-names.ts'
import { FORWARDED_HOST_HEADER, FORWARDED_PROTO_HEADER } from './own-names.ts'
import { type Visit, wantsWebSocket } from './visit.ts'

/**
 * Returns the headers for the origin: the client's, less what is ours or was for this connection, then ours.
 *
 * Ours are set, never appended, after every copy is gone: a second line would leave the choice to the reader. The host
 * and the scheme are those of the client's connection to this edge.
 */
export function outgoingHeaders(visit: Visit, assertion: string | undefined): Headers {
  const { request, target, stripped } = visit
  const headers = new Headers(request.headers)
  for (const name of stripped) headers.delete(name)
  headers.set(FORWARDED_HOST_HEADER, target.claimedAuthority)
  headers.set(FORWARDED_PROTO_HEADER, target.scheme)
  if (assertion !== undefined) headers.set(ASSERTION_HEADER, assertion)
  if (wantsWebSocket(visit)) headers.set('upgrade', 'websocket')
  return headers
}
