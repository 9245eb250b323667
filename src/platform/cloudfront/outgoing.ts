import { foldHeaderName } from '../../headers/header-name.ts'
import { ASSERTION_HEADER } from '../../headers/own-names.ts'
import type { CloudFrontEvent, CloudFrontOrigin } from './event.ts'
import { isReadOnlyHeader } from './headers.ts'
import { type CloudFrontHeaders, weighHeaders } from './lines.ts'
import { isVariableHeader } from './variables.ts'

/** Path, query and headers together (CloudFront Developer Guide, "General quotas"). */
const MAX_REQUEST_BYTES = 20_480

/**
 * Returns the headers of a request without what is ours, or was for the edge alone, and with our assertion if there is
 * one: set, never appended, after every copy is gone.
 *
 * What a function must not touch stays, and none of it says who a client is. `Host` stays too, though it is stripped
 * where a URL says what to ask: here it is what CloudFront asks for.
 */
export function outgoingHeaders(
  { headers, eventType }: CloudFrontEvent,
  stripped: readonly string[],
  assertion: string | undefined,
): CloudFrontHeaders {
  const gone = new Set(stripped.map((name) => name.toLowerCase()))
  const isKept = (name: string): boolean =>
    (!gone.has(name) || name === 'host' || isReadOnlyHeader(eventType, name)) && !isVariableHeader(name)
  const kept = [...headers].filter(([name]) => isKept(name))
  if (assertion === undefined) return new Map(kept)
  const ours = { key: 'X-Client-IP-Assertion', value: assertion }
  return new Map([...kept, [ASSERTION_HEADER, [ours]]])
}

/** True if CloudFront would take a request with these headers. It adds some itself, so that this is a lower bound. */
export function fitsCloudFront(
  { method, uri, querystring, origin }: CloudFrontEvent,
  headers: CloudFrontHeaders,
): boolean {
  const target = `${method} ${origin?.path ?? ''}${uri}?${querystring} HTTP/1.1\r\n`
  const headerBytes = weighHeaders(headers) + (origin === undefined ? 0 : weighHeaders(ownLeftOut(origin)))
  return Buffer.byteLength(target) + headerBytes <= MAX_REQUEST_BYTES
}

/** Returns the request for CloudFront to go on with: as it came, under these headers. */
export function outgoingRequest(event: CloudFrontEvent, headers: CloudFrontHeaders): object {
  const { request, origin } = event
  const changed = new Map(request).set('headers', Object.fromEntries(headers))
  if (origin !== undefined) {
    const settings = new Map(origin.settings).set('customHeaders', Object.fromEntries(ownLeftOut(origin)))
    const members = new Map(origin.members).set(origin.kind, Object.fromEntries(settings))
    changed.set('origin', Object.fromEntries(members))
  }
  return Object.fromEntries(changed)
}

/**
 * The distribution's own headers, without those for this function and without one that stands for the assertion: a name
 * that is among these must not be among the headers of the request (CloudFront Developer Guide, "Request event fields").
 */
function ownLeftOut({ customHeaders }: CloudFrontOrigin): CloudFrontHeaders {
  const isOurs = (name: string): boolean => isVariableHeader(name) || foldHeaderName(name) === ASSERTION_HEADER
  return new Map([...customHeaders].filter(([name]) => !isOurs(name)))
}
