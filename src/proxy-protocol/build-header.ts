import { printAddress } from '../net/address.ts'
import { type Decoded, NEED_MORE, refuse } from './decoded.ts'
import type { Endpoint, LocalHeader, ProxyHeader, UnixHeader, UnspecHeader } from './header.ts'
import { readTlvs } from './read-tlvs.ts'
import type { ScannedEnd, ScannedHeader } from './scanned-header.ts'
import type { Tlv } from './tlv.ts'
import { readUnixEndpoint } from './unix-endpoint.ts'
import { FAMILY_AT, UNIX_LAYOUTS, UNIX_NAME_BYTES, V2_HEAD_BYTES } from './v2-layout.ts'

// Frozen, for these serve every connection.
const NO_TLVS = Object.freeze([])
const LOCAL_HEADER: LocalHeader = Object.freeze({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: NO_TLVS })
const UNSPEC_HEADER: UnspecHeader = Object.freeze({ version: 2, command: 'PROXY', family: 'unspec', tlvs: NO_TLVS })
const UNKNOWN_HEADER: UnspecHeader = Object.freeze({ version: 1, command: 'PROXY', family: 'unspec', tlvs: NO_TLVS })

/** Makes the answer of a decoder from that of a scan. */
export function buildDecoded(state: Decoded['state'], scanned: ScannedHeader, bytes: Uint8Array): Decoded {
  if (state === 'header') return { state, header: buildHeader(scanned, bytes), length: scanned.length }
  return scanned.reason === undefined ? NEED_MORE : refuse(scanned.reason, scanned.offset)
}

/** Makes objects and texts of what a scan of these bytes found. Nothing in the result refers to `bytes`. */
export function buildHeader(scanned: ScannedHeader, bytes: Uint8Array): ProxyHeader {
  const { version, family } = scanned
  if (scanned.command === 'LOCAL') return LOCAL_HEADER
  switch (family) {
    case 'unspec':
      return version === 1 ? UNKNOWN_HEADER : UNSPEC_HEADER
    case 'unix':
      return buildUnixHeader(scanned, bytes)
    case 'tcp4':
    case 'udp4':
    case 'tcp6':
    case 'udp6': {
      const isIPv6 = family === 'tcp6' || family === 'udp6'
      const source = buildEndpoint(scanned.source, isIPv6)
      const destination = buildEndpoint(scanned.destination, isIPv6)
      return { version, command: 'PROXY', family, source, destination, tlvs: buildTlvs(scanned, bytes) }
    }
  }
}

/** Makes objects of the fields alone. */
export function buildTlvs(scanned: ScannedHeader, bytes: Uint8Array): readonly Tlv[] {
  return readTlvs(bytes, scanned.tlvsAt, scanned.length)
}

function buildUnixHeader(scanned: ScannedHeader, bytes: Uint8Array): UnixHeader {
  const transport = bytes[FAMILY_AT] === UNIX_LAYOUTS.stream.code ? 'stream' : 'datagram'
  const source = readUnixEndpoint(bytes, V2_HEAD_BYTES)
  const destination = readUnixEndpoint(bytes, V2_HEAD_BYTES + UNIX_NAME_BYTES)
  const tlvs = buildTlvs(scanned, bytes)
  return { version: 2, command: 'PROXY', family: 'unix', transport, source, destination, tlvs }
}

function buildEndpoint({ words, family, port }: ScannedEnd, isIPv6: boolean): Endpoint {
  const address = printAddress(words, family)
  return isIPv6 && family === 4 ? { address, port, mapped: true } : { address, port }
}
