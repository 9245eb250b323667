import type { Address } from '../net/address.ts'
import type { Tlv } from './tlv.ts'

/** The families that carry addresses and ports. */
export type InetFamily = 'tcp4' | 'tcp6' | 'udp4' | 'udp6'

/**
 * One end of the relayed connection. `Text` is {@link Address} where a decoder has checked it.
 *
 * `mapped` is there when an IPv6 header carried IPv4-mapped IPv6 (`::ffff:192.0.2.1`), as dual-stack listeners send it:
 * `address` is then the IPv4 address, so that it meets the same prefixes as everywhere else, and the header's family
 * and this mark still say what was on the wire.
 */
export type Endpoint<Text extends string = Address> = {
  readonly address: Text
  readonly port: number
  readonly mapped?: true
}

/** The name of a UNIX socket: a path, empty if it has none, or hex where the bytes are no plain text. */
export type UnixEndpoint = { readonly path: string } | { readonly hex: string }

/** A relayed TCP or UDP connection: the only kind of header that names a client. Version 1 knows TCP alone, and no TLVs. */
export type InetHeader<Text extends string = Address> = {
  readonly version: 1 | 2
  readonly command: 'PROXY'
  readonly family: InetFamily
  readonly source: Endpoint<Text>
  readonly destination: Endpoint<Text>
  readonly tlvs: readonly Tlv[]
}

export type UnixHeader = {
  readonly version: 2
  readonly command: 'PROXY'
  readonly family: 'unix'
  readonly transport: 'stream' | 'datagram'
  readonly source: UnixEndpoint
  readonly destination: UnixEndpoint
  readonly tlvs: readonly Tlv[]
}

/** Version 1 UNKNOWN, or version 2 PROXY with UNSPEC: relayed, but the sender does not say for whom. */
export type UnspecHeader = {
  readonly version: 1 | 2
  readonly command: 'PROXY'
  readonly family: 'unspec'
  readonly tlvs: readonly Tlv[]
}

/** The sender itself is calling, as load balancers do for health checks. */
export type LocalHeader = {
  readonly version: 2
  readonly command: 'LOCAL'
  readonly family: 'unspec'
  readonly tlvs: readonly Tlv[]
}

/**
 * A PROXY protocol header in the form of `ipseal proxy decode`, which adds the length alone.
 *
 * Everything in it is what the sender claims. It is worth as much as the socket address that it came from.
 */
export type ProxyHeader<Text extends string = Address> = InetHeader<Text> | UnixHeader | UnspecHeader | LocalHeader

/** The client that a header names; undefined for LOCAL, UNKNOWN, UNSPEC and UNIX, which name none. */
export function claimedSource(header: ProxyHeader): Endpoint | undefined {
  switch (header.family) {
    case 'tcp4':
    case 'tcp6':
    case 'udp4':
    case 'udp6':
      return header.source
    case 'unix':
    case 'unspec':
      return undefined
  }
}
