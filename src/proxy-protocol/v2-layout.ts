import type { ProxyRefusalReason } from './decoded.ts'
import type { InetFamily, ProxyHeader, UnixHeader } from './header.ts'

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

/** What the byte of family and transport says about the address block behind the head. */
export type Layout<Family extends ProxyHeader['family'] = ProxyHeader['family']> = {
  readonly code: number
  readonly family: Family
  readonly addressBytes: 0 | 4 | 16 | 108
  /** Both addresses, and both ports where the family has ports. */
  readonly blockBytes: number
}

export const UNSPEC_LAYOUT: Layout<'unspec'> = { code: 0x00, family: 'unspec', addressBytes: 0, blockBytes: 0 }

export const INET_LAYOUTS: { readonly [Family in InetFamily]: Layout<Family> } = {
  tcp4: { code: 0x11, family: 'tcp4', addressBytes: 4, blockBytes: 12 },
  udp4: { code: 0x12, family: 'udp4', addressBytes: 4, blockBytes: 12 },
  tcp6: { code: 0x21, family: 'tcp6', addressBytes: 16, blockBytes: 36 },
  udp6: { code: 0x22, family: 'udp6', addressBytes: 16, blockBytes: 36 },
}

export const UNIX_LAYOUTS: { readonly [Transport in UnixHeader['transport']]: Layout<'unix'> } = {
  stream: { code: 0x31, family: 'unix', addressBytes: UNIX_NAME_BYTES, blockBytes: 2 * UNIX_NAME_BYTES },
  datagram: { code: 0x32, family: 'unix', addressBytes: UNIX_NAME_BYTES, blockBytes: 2 * UNIX_NAME_BYTES },
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
