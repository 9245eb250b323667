import { once } from 'node:events'
import { type IncomingMessage, request as send } from 'node:http'
import { text } from 'node:stream/consumers'
import type { HeadersShape, RequestShape } from '../../platform/cloudfront/cloudfront-cases.ts'

/** CloudFront frames and ends the connection to the origin itself, whatever a function leaves of these. */
const OWN_TO_CLOUDFRONT = new Set(['connection', 'content-length', 'transfer-encoding', 'expect', 'keep-alive', 'te'])

export type Answered = { readonly status: number; readonly text: string }

/** Sends a request that a function handed back to an origin, as CloudFront would: line for line, in UTF-8, with a Host. */
export async function forwardEvent(
  { method, uri, querystring, headers, origin, body }: RequestShape,
  port: number,
): Promise<Answered> {
  const settings = Object.values(origin ?? {}).find(isOrigin)
  const host = 'host' in headers ? {} : { host: [{ value: 'origin.example.com' }] }
  const lines = [host, headers, settings?.customHeaders ?? {}].flatMap(linesOf)
  const path = `${settings?.path ?? ''}${uri}${querystring === '' ? '' : `?${querystring}`}`
  const sent = send({ host: '127.0.0.1', port, method, path, headers: lines, agent: false, setHost: false })
  sent.end(bodyOf(body))
  // Sound: node:http emits the response as the one argument of this event.
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, text: await text(response) }
}

/** An event of the newest kind has other members beside it. */
function isOrigin(value: unknown): value is { readonly path: string; readonly customHeaders: HeadersShape } {
  return typeof value === 'object' && value !== null && 'customHeaders' in value
}

function linesOf(headers: HeadersShape): string[] {
  return Object.entries(headers).flatMap(([name, lines]) => {
    if (OWN_TO_CLOUDFRONT.has(name)) return []
    return lines.flatMap(({ key = name, value }) => [key, Buffer.from(value).toString('latin1')])
  })
}

function bodyOf(body: unknown): Buffer | undefined {
  if (typeof body !== 'object' || body === null || !('data' in body)) return undefined
  return Buffer.from(String(body.data), 'base64')
}
