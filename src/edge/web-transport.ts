import { type Lifeline, type Transport, trackThrough } from './transport.ts'

/** Content codings that fetch undoes by itself (Fetch standard, "handle content codings"). */
const UNDONE_CODINGS = /^(?:x-)?(?:gzip|deflate|br)$/i

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
  passOn: (response) => {
    const coding = response.headers.get('content-encoding')
    if (coding === null || response.body === null || !UNDONE_CODINGS.test(coding)) return response
    const headers = new Headers(response.headers)
    headers.delete('content-encoding')
    headers.delete('content-length')
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
  },
}

function tieToSignal({ signal }: Request): Lifeline {
  const abort = new AbortController()
  const cut = (): void => abort.abort()
  if (signal.aborted) cut()
  else signal.addEventListener('abort', cut, { once: true })
  return { signal: abort.signal, isClientGone: () => signal.aborted, cut }
}
