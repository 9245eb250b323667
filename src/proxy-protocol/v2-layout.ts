import type { ProxyRefusalReason } from './decoded.ts'
import type { InetFamily, UnixHeader } from './header.ts'

/** What a version 2 header begins with: chosen so that servers of other protocols refuse it. */
export const V2_SIGNATURE = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a)
export const COMMAND_AT = 12
export const FAMILY_AT = 13
export const LENGTH_AT = 14
/** Everything in front of the address block. */
export const V2_HEAD_BYTES = 16
/** The head, and as much as its length field can say. */
export const V2_MAX_BYTES = V2_HEAD_BYTES + 0xffff
export const UNIX_NAME_BYTES = 108

export type InetLayout = {
  readonly kind: 'inet'
  readonly code: number
  readonly blockBytes: number
  readonly family: InetFamily
  readonly addressBytes: 4 | 16
}

export type UnixLayout = {
  readonly kind: 'unix'
  readonly code: number
  readonly blockBytes: number
  readonly family: 'unix'
  readonly transport: UnixHeader['transport']
}

export type UnspecLayout = { readonly kind: 'unspec'; readonly code: number }

/** What the byte of family and transport says about the address block behind the head. */
export type Layout = InetLayout | UnixLayout | UnspecLayout

export const UNSPEC_LAYOUT: UnspecLayout = { kind: 'unspec', code: 0x00 }

export const INET_LAYOUTS: { readonly [Family in InetFamily]: InetLayout } = {
  tcp4: { kind: 'inet', code: 0x11, blockBytes: 12, family: 'tcp4', addressBytes: 4 },
  udp4: { kind: 'inet', code: 0x12, blockBytes: 12, family: 'udp4', addressBytes: 4 },
  tcp6: { kind: 'inet', code: 0x21, blockBytes: 36, family: 'tcp6', addressBytes: 16 },
  udp6: { kind: 'inet', code: 0x22, blockBytes: 36, family: 'udp6', addressBytes: 16 },
}

export const UNIX_LAYOUTS: { readonly [Transport in UnixHeader['transport']]: UnixLayout } = {
  stream: { kind: 'unix', code: 0x31, blockBytes: 2 * UNIX_NAME_BYTES, family: 'unix', transport: 'stream' },
  datagram: { kind: 'unix', code: 0x32, blockBytes: 2 * UNIX_NAME_BYTES, family: 'unix', transport: 'datagram' },
}

/** The defined pairs of family and transport, and no others (section 2.2). */
const LAYOUTS: readonly Layout[] = [UNSPEC_LAYOUT, ...Object.values(INET_LAYOUTS), ...Object.values(UNIX_LAYOUTS)]

const BY_CODE: readonly (Layout | undefined)[] = Array.from({ length: 256 }, (_, code) =>
  LAYOUTS.find((layout) => layout.code === code),
)

export function layoutOf(code: number): Layout | undefined {
  return BY_CODE[code]
}

/** Which part of a byte without a layout is at fault. */
export function faultOfPair(code: number): ProxyRefusalReason {
  if (code >> 4 > 3) return 'undefined-family'
  if ((code & 0xf) > 2) return 'undefined-transport'
  return 'undefined-pair'
}
