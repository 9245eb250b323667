import { type Lifeline, type Transport, trackThrough } from './transport.ts'

/** Content codings that fetch undoes by itself (Fetch standard, "handle content codings"). */
const UNDONE_CODINGS = /^(?:x-)?(?:gzip|deflate|br)$/i

/** What the origin said about its own connection to us (RFC 9110 section 7.6.1). */
const CONNECTION_HEADERS = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * Sends with the runtime's standard `fetch`, as Node, Deno and Bun have it.
 *
 * It cannot upgrade connections, and it decompresses: the header that names a coding, and the length, then no longer
 * describe the body and are removed.
 */
export const WEB_TRANSPORT: Transport = {
  send: (url, init) => fetch(url, init),
  webSockets: 'refused',
  tie: tieToSignal,
  trackBody: (body) => trackThrough(body, new TransformStream<Uint8Array, Uint8Array>()),
  codeOf: readCode,
  passOn: ({ body, status, statusText, headers: received }) => {
    const headers = new Headers(received)
    const isUndone = body !== null && UNDONE_CODINGS.test(headers.get('content-encoding') ?? '')
    const untrue = isUndone ? ['content-encoding', 'content-length'] : []
    for (const name of [...CONNECTION_HEADERS, ...untrue]) headers.delete(name)
    return new Response(body, { status, statusText, headers })
  },
}

function tieToSignal({ signal }: Request): Lifeline {
  const abort = new AbortController()
  const cut = (): void => abort.abort()
  if (signal.aborted) cut()
  else signal.addEventListener('abort', cut, { once: true })
  return { signal: abort.signal, isClientGone: () => signal.aborted, cut }
}

/** Node names the fault of a socket in `cause.code`, such as ECONNREFUSED. Its message may hold an address, and is left. */
function readCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,31}$/.test(code) ? code : undefined
}
