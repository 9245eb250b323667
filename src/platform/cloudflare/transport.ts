import { type Lifeline, type Transport, trackThrough } from '../../edge/transport.ts'

type IdentityPair = ReadableWritablePair<Uint8Array, Uint8Array>

/** Streams that only workerd has: they move bytes without running any script for them (Workers docs, TransformStream). */
type WorkerGlobals = {
  readonly FixedLengthStream: new (lengthBytes: number) => IdentityPair
  readonly IdentityTransformStream: new () => IdentityPair
}

/**
 * Nothing to do: a client that goes away takes its whole request with it, fetches to the origin included, and so does
 * the end of a response that did not wait for them. An AbortController for each request would cost more than sealing it.
 */
const PLATFORM_LIFELINE: Lifeline = { signal: null, isClientGone: () => false, cut: () => undefined }

/**
 * Sends from a Cloudflare Worker.
 *
 * A body of known length keeps it: through any other stream it would go out chunked, which some origins refuse.
 */
export const CLOUDFLARE_TRANSPORT: Transport = {
  send: (url, init) => fetch(url, init),
  webSockets: 'passed-on',
  tie: () => PLATFORM_LIFELINE,
  trackBody: (body, lengthBytes) => {
    // Sound: this transport is for workerd alone, where both are global.
    const { FixedLengthStream, IdentityTransformStream } = globalThis as typeof globalThis & WorkerGlobals
    const identity = lengthBytes === undefined ? new IdentityTransformStream() : new FixedLengthStream(lengthBytes)
    return trackThrough(body, identity)
  },
  codeOf: () => undefined,
  passOn: (response) => response,
}
