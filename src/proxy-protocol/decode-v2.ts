import { countMatching, readUint16 } from './bytes.ts'
import { checkCrc } from './check-crc.ts'
import { DEFAULT_MAX_BYTES, type DecodeOptions } from './decode-options.ts'
import { type Decoded, NEED_MORE, type NeedMore, type Refused, refuse } from './decoded.ts'
import { readEndpoint } from './endpoint.ts'
import type { LocalHeader, ProxyHeader, UnspecHeader } from './header.ts'
import { readTlvs } from './read-tlvs.ts'
import { scanTlvs } from './scan-tlvs.ts'
import { readUnixEndpoint } from './unix-endpoint.ts'
import {
  COMMAND_AT,
  FAMILY_AT,
  faultOfPair,
  type InetLayout,
  LENGTH_AT,
  layoutOf,
  UNIX_NAME_BYTES,
  type UnixLayout,
  V2_HEAD_BYTES,
  V2_SIGNATURE,
} from './v2-layout.ts'

const VERSION_LOCAL = 0x20
const VERSION_PROXY = 0x21
// Frozen, for these serve every connection.
const NO_TLVS = Object.freeze([])
const LOCAL_HEADER: LocalHeader = Object.freeze({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: NO_TLVS })
const UNSPEC_HEADER: UnspecHeader = Object.freeze({ version: 2, command: 'PROXY', family: 'unspec', tlvs: NO_TLVS })

/** Version 2, section 2.2. LOCAL is settled before the family byte is looked at, whatever stands there. */
export function decodeV2(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const fault = checkStart(bytes)
  if (fault !== undefined) return fault
  if (bytes[COMMAND_AT] === VERSION_LOCAL) return skipBlock(bytes, options, LOCAL_HEADER)
  if (bytes.length === FAMILY_AT) return NEED_MORE
  const code = bytes[FAMILY_AT] ?? 0
  const layout = layoutOf(code)
  if (layout === undefined) return refuse(faultOfPair(code), FAMILY_AT)
  if (layout.kind === 'unspec') {
    return options.unspec === 'refuse' ? refuse('unspec-refused', FAMILY_AT) : skipBlock(bytes, options, UNSPEC_HEADER)
  }
  if (layout.kind === 'unix' && options.unix === 'refuse') return refuse('unix-refused', FAMILY_AT)
  return decodeBlock(bytes, options, layout)
}

function checkStart(bytes: Uint8Array): NeedMore | Refused | undefined {
  const matched = countMatching(bytes, 0, V2_SIGNATURE)
  if (matched < Math.min(V2_SIGNATURE.length, bytes.length)) return refuse('not-proxy-protocol', matched)
  if (bytes.length <= COMMAND_AT) return NEED_MORE
  const command = bytes[COMMAND_AT] ?? 0
  if (command >> 4 !== VERSION_LOCAL >> 4) return refuse('undefined-version', COMMAND_AT)
  return command <= VERSION_PROXY ? undefined : refuse('undefined-command', COMMAND_AT)
}

/** How long the header says it is; its low byte counts as 0 until it is there, which is enough to see it too large. */
function readLength(bytes: Uint8Array, options: DecodeOptions): number | NeedMore | Refused {
  const length = V2_HEAD_BYTES + readUint16(bytes, LENGTH_AT)
  if (length > (options.maxBytes ?? DEFAULT_MAX_BYTES)) return refuse('too-large', LENGTH_AT)
  return bytes.length < V2_HEAD_BYTES ? NEED_MORE : length
}

/** LOCAL and UNSPEC: nobody says where addresses end in this block and fields begin, so none of it is read. */
function skipBlock(bytes: Uint8Array, options: DecodeOptions, header: LocalHeader | UnspecHeader): Decoded {
  const length = readLength(bytes, options)
  if (typeof length !== 'number') return length
  return bytes.length < length ? NEED_MORE : { state: 'header', header, length }
}

function decodeBlock(bytes: Uint8Array, options: DecodeOptions, layout: InetLayout | UnixLayout): Decoded {
  const length = readLength(bytes, options)
  if (typeof length !== 'number') return length
  const tlvsAt = V2_HEAD_BYTES + layout.blockBytes
  if (length < tlvsAt) return refuse('short-address-block', LENGTH_AT)
  const crcAt = scanTlvs(bytes, tlvsAt, length)
  if (typeof crcAt !== 'number') return crcAt
  if (bytes.length < length) return NEED_MORE
  const fault = checkCrc(bytes, length, crcAt, options.crc ?? 'verify')
  return fault ?? { state: 'header', header: buildHeader(bytes, length, layout), length }
}

function buildHeader(bytes: Uint8Array, length: number, layout: InetLayout | UnixLayout): ProxyHeader {
  const tlvs = readTlvs(bytes, V2_HEAD_BYTES + layout.blockBytes, length)
  if (layout.kind === 'unix') {
    const source = readUnixEndpoint(bytes, V2_HEAD_BYTES)
    const destination = readUnixEndpoint(bytes, V2_HEAD_BYTES + UNIX_NAME_BYTES)
    return { version: 2, command: 'PROXY', family: 'unix', transport: layout.transport, source, destination, tlvs }
  }
  const source = readEndpoint(bytes, layout, 0)
  const destination = readEndpoint(bytes, layout, 1)
  return { version: 2, command: 'PROXY', family: layout.family, source, destination, tlvs }
}
