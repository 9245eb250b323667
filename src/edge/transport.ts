/** A request body on its way: the stream to send, and when all of it has been handed over (or will not be any more). */
export type TrackedBody = { readonly stream: ReadableStream<Uint8Array>; readonly sent: Promise<void> }

/** How a runtime sends requests to origins. What differs between runtimes is here and nowhere else. */
export type Transport = {
  readonly send: (url: string, init: RequestInit) => Promise<Response>
  /** Whether an `Upgrade: websocket` can be passed on. */
  readonly webSockets: 'passed-on' | 'refused'
  /** Fires when the client goes away; undefined where the platform itself ends the request to the origin then. */
  readonly disconnectOf: (request: Request) => AbortSignal | undefined
  /** `lengthBytes` is what the client announced, if it did. */
  readonly trackBody: (body: ReadableStream<Uint8Array>, lengthBytes: number | undefined) => TrackedBody
  /** The response as it goes to the client: without what the runtime's own fetch has made untrue. */
  readonly passOn: (response: Response) => Response
}

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
  disconnectOf: (request) => request.signal,
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

/** Runs a body through a pair of streams that changes nothing, to learn when its end has passed. */
export function trackThrough(
  body: ReadableStream<Uint8Array>,
  identity: ReadableWritablePair<Uint8Array, Uint8Array>,
): TrackedBody {
  // Whoever gives up first ends the other side too; that is told by the response, and is no error of its own.
  const sent = body.pipeTo(identity.writable).catch(() => undefined)
  return { stream: identity.readable, sent }
}
