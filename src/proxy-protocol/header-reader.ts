import { decodeProxyHeader } from './decode.ts'
import type { DecodeOptions } from './decode-options.ts'
import type { Complete, Decoded, NeedMore, Refused } from './decoded.ts'

/** As `Decoded`; `payload` is what of the last chunk stands behind the header, a view of that chunk. */
export type Received = NeedMore | Refused | (Complete & { readonly payload: Uint8Array })

export type HeaderReader = {
  /** Takes the next bytes of the connection. After a header every chunk is payload; after a refusal it stays one. */
  readonly push: (chunk: Uint8Array) => Received
}

/**
 * Returns a reader that finds the header of one connection, however its bytes are cut into chunks.
 *
 * It holds copies of what it has while the header is incomplete, never more than `maxBytes`, and nothing afterwards.
 * How long to wait is the caller's business: the specification asks for at least 3 seconds.
 */
export function createHeaderReader(options: DecodeOptions = {}): HeaderReader {
  let held: Uint8Array = new Uint8Array(0)
  let answer: Exclude<Decoded, NeedMore> | undefined
  return {
    push(chunk) {
      if (answer !== undefined) return answer.state === 'header' ? { ...answer, payload: chunk } : answer
      const bytes = held.length === 0 ? chunk : concatenate(held, chunk)
      const decoded = decodeProxyHeader(bytes, options)
      if (decoded.state === 'need-more') {
        // Not `chunk.slice()`: on a Node Buffer that is a view of memory which the socket uses again.
        held = bytes === chunk ? new Uint8Array(chunk) : bytes
        return decoded
      }
      answer = decoded
      const heldBytes = held.length
      held = new Uint8Array(0)
      if (decoded.state === 'refused') return decoded
      return { ...decoded, payload: chunk.subarray(decoded.length - heldBytes) }
    },
  }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}
