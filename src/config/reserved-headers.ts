import { ASSERTION_HEADER, CLIENT_IP_HEADER, CLOUDFLARE_WORKER_HEADER } from '../headers/own-names.ts'

/**
 * Names with a job of their own, in HTTP or here. The edge removes every header that a configuration names before it
 * passes a request on, so that naming one of these would break all traffic.
 */
const RESERVED: ReadonlySet<string> = new Set([
  ASSERTION_HEADER,
  CLIENT_IP_HEADER,
  CLOUDFLARE_WORKER_HEADER,
  'accept',
  'accept-encoding',
  'authorization',
  'cache-control',
  'cdn-loop',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'date',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
])

/** True for a name, in lower case, that no configuration may give another meaning. */
export function isReservedHeader(name: string): boolean {
  return RESERVED.has(name) || name.startsWith('if-') || name.startsWith('sec-')
}
