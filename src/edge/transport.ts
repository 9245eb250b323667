/** A request body on its way: the stream to send, and when all of it has been handed over (or will not be any more). */
export type TrackedBody = { readonly stream: ReadableStream<Uint8Array>; readonly sent: Promise<void> }

/** What ends a request to an origin early, where that is ours to do. */
export type Lifeline = {
  readonly signal: AbortSignal | null
  readonly isClientGone: () => boolean
  readonly cut: () => void
}

/** How a runtime sends requests to origins. What differs between runtimes is here and nowhere else. */
export type Transport = {
  readonly send: (url: string, init: RequestInit) => Promise<Response>
  /** Whether an `Upgrade: websocket` can be passed on. */
  readonly webSockets: 'passed-on' | 'refused'
  /** Ties the request to the origin to the client's: it ends when the client goes away. */
  readonly tie: (request: Request) => Lifeline
  /** `lengthBytes` is what the client announced, if it did. */
  readonly trackBody: (body: ReadableStream<Uint8Array>, lengthBytes: number | undefined) => TrackedBody
  /** The runtime's own name for what went wrong with a socket, such as ECONNREFUSED; undefined where it has none. */
  readonly codeOf: (error: unknown) => string | undefined
  /** The response as it goes to the client: without what the runtime's own fetch has made untrue. */
  readonly passOn: (response: Response) => Response
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
