import { type Transport, trackThrough } from './transport.ts'

type IdentityPair = ReadableWritablePair<Uint8Array, Uint8Array>

/** Streams that only workerd has: they move bytes without running any script for them (Workers docs, TransformStream). */
type WorkerGlobals = {
  readonly FixedLengthStream: new (lengthBytes: number) => IdentityPair
  readonly IdentityTransformStream: new () => IdentityPair
}

/**
 * Sends from a Cloudflare Worker.
 *
 * A client that goes away takes the whole request with it there, fetches to the origin included. A body of known length
 * keeps it: through any other stream it would go out chunked, which some origins refuse.
 */
export const CLOUDFLARE_TRANSPORT: Transport = {
  send: (url, init) => fetch(url, init),
  webSockets: 'passed-on',
  disconnectOf: () => undefined,
  trackBody: (body, lengthBytes) => {
    // Sound: this transport is for workerd alone, where both are global.
    const { FixedLengthStream, IdentityTransformStream } = globalThis as typeof globalThis & WorkerGlobals
    const identity = lengthBytes === undefined ? new IdentityTransformStream() : new FixedLengthStream(lengthBytes)
    return trackThrough(body, identity)
  },
  passOn: (response) => response,
}
