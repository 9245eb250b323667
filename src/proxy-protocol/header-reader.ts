import { buildDecoded } from './build-header.ts'
import { decodeProxyHeader } from './decode.ts'
import { DEFAULT_MAX_BYTES, type DecodeOptions } from './decode-options.ts'
import type { Complete, Decoded, NeedMore, Refused } from './decoded.ts'
import { resumeScan, scanProxyHeader } from './scan.ts'
import { createScannedHeader } from './scanned-header.ts'
import { V1_MAX_BYTES } from './v1-line.ts'

/** As `Decoded`; `payload` is what of the last chunk stands behind the header, a view of that chunk. */
export type Received = NeedMore | Refused | (Complete & { readonly payload: Uint8Array })

export type HeaderReader = {
  /** Takes the next bytes of the connection. After a header every chunk is payload; after a refusal it stays one. */
  readonly push: (chunk: Uint8Array) => Received
}

const LEAST_HELD_BYTES = 64

/**
 * Returns a reader that finds the header of one connection, however its bytes are cut into chunks.
 *
 * It holds copies of what it has while the header is incomplete, never more than `maxBytes` or one line, and nothing
 * afterwards; its work grows with the bytes and not with the chunks that they come in. How long to wait is the caller's
 * business: the specification asks for at least 3 seconds.
 */
export function createHeaderReader(options: DecodeOptions = {}): HeaderReader {
  let rest: ((chunk: Uint8Array) => Decoded) | undefined
  let seenBytes = 0
  let answer: Exclude<Decoded, NeedMore> | undefined
  return {
    push(chunk) {
      if (answer !== undefined) return answer.state === 'header' ? { ...answer, payload: chunk } : answer
      const decoded = rest === undefined ? decodeProxyHeader(chunk, options) : rest(chunk)
      if (decoded.state === 'need-more') {
        rest ??= holdBytes(chunk, options)
        seenBytes += chunk.length
        return decoded
      }
      rest = undefined
      answer = decoded
      if (decoded.state === 'refused') return decoded
      return { ...decoded, payload: chunk.subarray(decoded.length - seenBytes) }
    },
  }
}

/** Returns what decodes `first` with each further chunk behind it. No more of a chunk is copied than a header can have. */
function holdBytes(first: Uint8Array, options: DecodeOptions): (chunk: Uint8Array) => Decoded {
  const most = Math.max(options.maxBytes ?? DEFAULT_MAX_BYTES, V1_MAX_BYTES)
  const scanned = createScannedHeader()
  let held = new Uint8Array(Math.max(first.length, LEAST_HELD_BYTES))
  let size = first.length
  held.set(first)
  scanProxyHeader(scanned, first, options)
  return (chunk) => {
    const taken = chunk.subarray(0, most - size)
    if (size + taken.length > held.length) held = enlarge(held, size + taken.length)
    held.set(taken, size)
    size += taken.length
    const bytes = held.subarray(0, size)
    return buildDecoded(resumeScan(scanned, bytes, options), scanned, bytes)
  }
}

/** To twice its size at least, so that all copying together stays within a few times the header. */
function enlarge(held: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(least, held.length * 2))
  larger.set(held)
  return larger
}
