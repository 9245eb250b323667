import { type JsonObject, readJsonObject } from '../../assertion/json-object.ts'
import { readEventBody } from './body.ts'
import type { EventFault, LambdaEvent } from './event.ts'
import { readHeaderLines, toByteString } from './headers.ts'
import { encodePath, encodeQuery, stripStage } from './target.ts'

/** Function URLs have no other domain than this (Lambda guide, "Creating and managing Lambda function URLs"). */
const FUNCTION_URL_DOMAIN = /^[a-z0-9]+\.lambda-url\.[a-z0-9-]+\.on\.(?:aws|amazonwebservices\.com\.cn)$/

/**
 * Reads payload format 2.0, of Function URLs and HTTP APIs.
 *
 * The two differ in one thing that the format hides: an HTTP API hands the path over decoded, so that a `%` in it is a
 * character of its own and has to be encoded again; a Function URL hands it over as it was sent.
 */
export function readPayload2(event: JsonObject, context: JsonObject): LambdaEvent | EventFault {
  const http = readJsonObject(context.get('http')) ?? new Map<string, unknown>()
  const [method, sourceIp, domainName] = [http.get('method'), http.get('sourceIp'), context.get('domainName')]
  const [path, query = '', requestId] = [event.get('rawPath'), event.get('rawQueryString'), context.get('requestId')]
  const lines = readHeaderLines(event.get('headers'))
  const cookie = readCookies(event.get('cookies'))
  const body = readEventBody(event)
  if (typeof method !== 'string' || typeof path !== 'string' || typeof query !== 'string') return 'malformed-event'
  if (typeof domainName !== 'string') return 'malformed-event'
  if (lines === undefined || cookie === undefined || body === 'malformed') return 'malformed-event'
  const isFunctionUrl = FUNCTION_URL_DOMAIN.test(domainName)
  const withoutCookie = cookie === '' ? lines : lines.filter(([name]) => name !== 'cookie')
  return {
    trigger: isFunctionUrl ? 'function-url' : 'http-api',
    resultShape: 'payload-2',
    method,
    scheme: 'https',
    claimedAuthority: domainName,
    path: isFunctionUrl ? encodePath(path, 'encoded') : encodePath(stripStage(path, context.get('stage')), 'decoded'),
    query: query === '' ? '' : `?${encodeQuery(query)}`,
    lines: cookie === '' ? lines : [...withoutCookie, ['cookie', cookie]],
    body,
    sourceIp: typeof sourceIp === 'string' ? sourceIp : undefined,
    isPrivate: false,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  }
}

/** The lines of Cookie as one (RFC 9113 section 8.2.3), empty if there are none; undefined if they are no list of texts. */
function readCookies(cookies: unknown): string | undefined {
  if (cookies === undefined || cookies === null) return ''
  if (!Array.isArray(cookies) || !cookies.every((cookie) => typeof cookie === 'string')) return undefined
  return toByteString(cookies.join('; '))
}
