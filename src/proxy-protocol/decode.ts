import { buildDecoded } from './build-header.ts'
import { DEFAULT_OPTIONS, type DecodeOptions } from './decode-options.ts'
import { type Complete, type Decoded, type Refused, refuse } from './decoded.ts'
import { scanProxyHeader } from './scan.ts'
import { createScannedHeader } from './scanned-header.ts'

// Reused, for a decoder runs to its end before another can begin, and what it builds is a copy.
const scanned = createScannedHeader()

/**
 * Says what the bytes received so far are: the beginning of a PROXY protocol header (`need-more`), a whole one with the
 * number of bytes that it fills (`header`), or none (`refused`, with the reason and the offset of the field at fault).
 *
 * Call it again with all bytes from the first when more have come: an answer other than `need-more` never changes.
 * Nothing behind the header is read, and a second header there is payload: it is the client's own. Refuses on the first
 * byte that rules a header out, but addresses of version 1 on the space behind them, and fields of version 2 when their
 * three bytes of head are there. Nothing in the result refers to `bytes`.
 *
 * Call it only for senders that are trusted to tell the truth, and where a header must come: the protocol forbids to
 * guess whether there is one (specification of 2026-04-27, section 2).
 *
 * @example
 * const decoded = decodeProxyHeader(new TextEncoder().encode('PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n'))
 * // { state: 'header', length: 45, header: { version: 1, command: 'PROXY', family: 'tcp4', source: …
 */
export function decodeProxyHeader(bytes: Uint8Array, options: DecodeOptions = DEFAULT_OPTIONS): Decoded {
  return buildDecoded(scanProxyHeader(scanned, bytes, options), scanned, bytes)
}

/**
 * As {@link decodeProxyHeader}, for one UDP datagram: each carries its own header and payload, so that a header which
 * does not end in it is refused (section 2).
 */
export function decodeProxyDatagram(bytes: Uint8Array, options: DecodeOptions = DEFAULT_OPTIONS): Complete | Refused {
  const decoded = decodeProxyHeader(bytes, options)
  return decoded.state === 'need-more' ? refuse('truncated-datagram', bytes.length) : decoded
}
