import { readFileSync } from 'node:fs'
import { type EventShape, type HeadersShape, originsOf, type RequestShape } from './cloudfront-cases.ts'

type Rules = {
  readonly forbidden: readonly string[]
  readonly readOnly: Readonly<Record<string, readonly string[]>>
  readonly forbiddenAtOrigin: readonly string[]
}

// Sound: the file is written by hand in this shape.
export const rules = JSON.parse(
  readFileSync(new URL('../../vectors/cloudfront-headers.json', import.meta.url), 'utf8'),
) as Rules

function isNamed(patterns: readonly string[], name: string): boolean {
  const lower = name.toLowerCase()
  return patterns.some((pattern) => {
    const known = pattern.toLowerCase()
    return known.endsWith('*') ? lower.startsWith(known.slice(0, -1)) : lower === known
  })
}

/** A result that CloudFront took. */
export type Taken =
  | { readonly kind: 'request'; readonly request: RequestShape }
  | { readonly kind: 'response'; readonly status: string; readonly headers: HeadersShape; readonly body: string }

/**
 * Takes the result of a function as CloudFront does, and throws with CloudFront's reason where it would answer 502: a
 * forbidden or read-only header added, changed or deleted, a response that is none, or one that is too large.
 */
export function takeResult(event: EventShape, result: unknown): Taken {
  const { config, request } = event.Records[0].cf
  // What crosses the wire is JSON. Sound: every member is looked at below.
  const returned = JSON.parse(JSON.stringify(result)) as Partial<RequestShape & { status: string; body: string }>
  const { status, headers = {}, body = '' } = returned
  if (status === undefined) return takeRequest(config.eventType, request, returned as RequestShape)
  if (!/^[2-5][0-9]{2}$/.test(status)) throw new Error(`status ${status}`)
  if (config.eventType === 'viewer-request' && JSON.stringify(returned).length > 40_960) throw new Error('too large')
  checkHeaders({}, headers, config.eventType)
  return { kind: 'response', status, headers, body: String(body) }
}

function takeRequest(eventType: string, before: RequestShape, after: RequestShape): Taken {
  if (after.method !== before.method) throw new Error('method is read-only')
  if (JSON.stringify(after.clientIp) !== JSON.stringify(before.clientIp)) throw new Error('clientIp is read-only')
  if (!after.uri.startsWith('/')) throw new Error('uri')
  checkHeaders(before.headers, after.headers, eventType)
  for (const [, { customHeaders }] of originsOf(after)) {
    checkHeaders(customHeaders, customHeaders, eventType)
    const twice = Object.keys(customHeaders).find((name) => Object.hasOwn(after.headers, name))
    if (twice !== undefined) throw new Error(`${twice} is a header of the origin and of the request`)
  }
  return { kind: 'request', request: after }
}

function checkHeaders(before: HeadersShape, after: HeadersShape, eventType: string): void {
  const readOnly = Object.hasOwn(rules.readOnly, eventType) ? (rules.readOnly[eventType] ?? []) : []
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before, after].map((headers) => (Object.hasOwn(headers, name) ? headers[name] : undefined))
    const isChanged = JSON.stringify(was) !== JSON.stringify(is)
    if (isChanged && isNamed(readOnly, name)) throw new Error(`tried to add, delete, or change read-only ${name}`)
    if (isChanged && is !== undefined && isNamed(rules.forbidden, name)) throw new Error(`added forbidden ${name}`)
    const odd = is?.find(({ key = name, value }) => key.toLowerCase() !== name || typeof value !== 'string')
    if (odd !== undefined) throw new Error(`${name} has a line that is none`)
  }
}
