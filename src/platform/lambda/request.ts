import { normaliseHost } from '../../assertion/normalise-host.ts'
import { isPassedOn } from '../../edge/is-passed-on.ts'
import type { EventFault, LambdaEvent } from './event.ts'

/** Methods that `Request` takes no body for. To drop the body would change what was asked. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** What described the body on its way here; the one that is passed on is described anew. */
const FRAMING: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/**
 * Stands for the host where none came, as in health checks of an ALB: a host to URL parsers and to nobody else, so that
 * the edge's own documents can be asked for, and an origin cannot.
 */
const NO_HOST = '$'

/** Makes the request that an event tells of, or says why there is none. */
export function toRequest(event: LambdaEvent): Request | EventFault {
  const { scheme, claimedAuthority, path, query, body } = event
  const hasHost = claimedAuthority !== ''
  const method = event.method.toUpperCase()
  // The Fetch standard does not even make requests of these.
  if (!isPassedOn(method)) return 'unsupported-method'
  if (body !== undefined && BODILESS.has(method)) return 'unsupported-body'
  if (hasHost && normaliseHost(claimedAuthority) === undefined) return 'malformed-host'
  if (!path.startsWith('/')) return 'malformed-event'
  try {
    // The method as it came: it is case-sensitive (RFC 9110 section 9.1), and a seal may be bound to it.
    const init = { method: event.method, headers: headersOf(event), body: body ?? null }
    return new Request(`${scheme}://${hasHost ? claimedAuthority : NO_HOST}${path}${query}`, init)
  } catch {
    // A host that only looks like one, such as 1.2.3.4.5, or a method that is no token.
    return 'malformed-event'
  }
}

function headersOf({ lines, body }: LambdaEvent): Headers {
  const headers = new Headers()
  for (const [name, value] of lines) if (!FRAMING.has(name)) headers.append(name, value)
  if (body !== undefined) headers.set('content-length', String(body.length))
  return headers
}
