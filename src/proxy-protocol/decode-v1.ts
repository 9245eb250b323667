import { countMatching } from './bytes.ts'
import type { DecodeOptions } from './decode-options.ts'
import { type Decoded, NEED_MORE, type NeedMore, type Refused, refuse } from './decoded.ts'
import { buildEndpoint } from './endpoint.ts'
import type { UnspecHeader } from './header.ts'
import { CR, findPortEnd, LAST_CR_AT, LF, readPort, readV1Address, SPACE, type V1Family } from './v1-fields.ts'

export const V1_PREFIX = new TextEncoder().encode('PROXY ')

const PROTOCOL_AT = V1_PREFIX.length
const TCP4 = new TextEncoder().encode('TCP4 ')
const TCP6 = new TextEncoder().encode('TCP6 ')
const UNKNOWN = new TextEncoder().encode('UNKNOWN')
// Frozen, for it serves every connection.
const UNKNOWN_HEADER: UnspecHeader = Object.freeze({
  version: 1,
  command: 'PROXY',
  family: 'unspec',
  tlvs: Object.freeze([]),
})

/** Version 1, section 2.1: one line of text, read byte by byte so that each fault shows on the byte that makes it. */
export function decodeV1(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const matched = countMatching(bytes, 0, V1_PREFIX)
  if (matched < V1_PREFIX.length) return matched < bytes.length ? refuse('not-proxy-protocol', matched) : NEED_MORE
  if (options.crc === 'require') return refuse('missing-crc', 0)
  if (bytes[PROTOCOL_AT] === UNKNOWN[0]) return decodeUnknown(bytes, options)
  const family = bytes[PROTOCOL_AT + 3] === TCP6[3] ? 'tcp6' : 'tcp4'
  return expectProtocol(bytes, family === 'tcp6' ? TCP6 : TCP4) ?? decodeTcp(bytes, family)
}

function expectProtocol(bytes: Uint8Array, expected: Uint8Array): NeedMore | Refused | undefined {
  const matched = countMatching(bytes, PROTOCOL_AT, expected)
  if (matched === expected.length) return undefined
  return PROTOCOL_AT + matched < bytes.length ? refuse('undefined-protocol', PROTOCOL_AT) : NEED_MORE
}

function decodeTcp(bytes: Uint8Array, family: V1Family): Decoded {
  const source = readV1Address(bytes, PROTOCOL_AT + TCP4.length, family)
  if ('state' in source) return source
  const destination = readV1Address(bytes, source.end + 1, family)
  if ('state' in destination) return destination
  const sourcePortAt = destination.end + 1
  const sourcePortEnd = findPortEnd(bytes, sourcePortAt, SPACE)
  if (typeof sourcePortEnd !== 'number') return sourcePortEnd
  const portAt = sourcePortEnd + 1
  const end = findPortEnd(bytes, portAt, CR)
  if (typeof end !== 'number') return end
  const fault = expectLineFeed(bytes, end)
  if (fault !== undefined) return fault
  const header = {
    version: 1,
    command: 'PROXY',
    family,
    source: buildEndpoint(source.address, readPort(bytes, sourcePortAt, sourcePortEnd), source.mapping),
    destination: buildEndpoint(destination.address, readPort(bytes, portAt, end), destination.mapping),
    tlvs: [],
  } as const
  return { state: 'header', header, length: end + 2 }
}

/**
 * What stands behind UNKNOWN is ignored up to the CRLF. A CR or LF alone is refused there too: a receiver that took it
 * for the end of the line would see other payload than one that reads on.
 */
function decodeUnknown(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const fault = expectProtocol(bytes, UNKNOWN)
  if (fault !== undefined) return fault
  if (options.unspec === 'refuse') return refuse('unspec-refused', PROTOCOL_AT)
  const restAt = PROTOCOL_AT + UNKNOWN.length
  for (let i = restAt; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (i >= LAST_CR_AT && byte !== CR) return refuse('line-too-long', LAST_CR_AT)
    if (byte === LF) return refuse('malformed-line', i)
    if (byte === CR) return expectLineFeed(bytes, i) ?? { state: 'header', header: UNKNOWN_HEADER, length: i + 2 }
    if (i === restAt && byte !== SPACE) return refuse('undefined-protocol', PROTOCOL_AT)
  }
  return NEED_MORE
}

function expectLineFeed(bytes: Uint8Array, crAt: number): NeedMore | Refused | undefined {
  if (crAt + 1 === bytes.length) return NEED_MORE
  return bytes[crAt + 1] === LF ? undefined : refuse('malformed-line', crAt)
}
