import type { Duplex } from 'node:stream'
import type { Address } from '../../../net/address.ts'
import type { Endpoint, InetHeader, ProxyHeader } from '../../../proxy-protocol/header.ts'
import type { Tlv } from '../../../proxy-protocol/tlv.ts'

/** Who is at the other end of the connection itself: its address, or `unix` where the port is a UNIX socket. */
export type ProxySender = Address | 'unix'

/** What the PROXY protocol header of a connection says, on the word of the sender, who is one of ours. */
export type ProxyFacts =
  | {
      readonly command: 'PROXY'
      /** The load balancer. */
      readonly sender: ProxySender
      /** The client, as the sender saw it. */
      readonly source: Endpoint
      /** Where the client connected to: an address of the load balancer. */
      readonly destination: Endpoint
      /** The fields of version 2: the client's TLS connection to the sender, the name it asked for, and so on. */
      readonly tlvs: readonly Tlv[]
      readonly header: InetHeader
    }
  /** LOCAL, UNKNOWN and UNSPEC: the sender names no client. Serve such a connection its health check and nothing else. */
  | { readonly command: 'LOCAL'; readonly sender: ProxySender; readonly header: ProxyHeader }

export function factsOf(header: ProxyHeader, sender: ProxySender): ProxyFacts {
  switch (header.family) {
    case 'tcp4':
    case 'tcp6':
    case 'udp4':
    case 'udp6': {
      const { source, destination, tlvs } = header
      return { command: 'PROXY', sender, source, destination, tlvs, header }
    }
    case 'unix':
    case 'unspec':
      return { command: 'LOCAL', sender, header }
  }
}

/** On the socket itself and not in a map beside it: what HTTP/2 shows as a socket is a proxy, which passes this on. */
const FACTS = Symbol('PROXY protocol header')

type WithFacts = Duplex & { readonly [FACTS]?: ProxyFacts }

export function attachFacts(socket: Duplex, facts: ProxyFacts): void {
  Object.defineProperty(socket, FACTS, { value: facts })
}

/**
 * Returns what the PROXY protocol header of a connection said; undefined for one that came by no such port.
 *
 * `socket` is that of a connection or a request, over TLS or not; of HTTP/2 too, `session.socket` and `request.socket`,
 * for as long as the session lives.
 *
 * @example
 * proxyHeaderOf(request.socket)?.command === 'LOCAL' // a health check of the load balancer: nobody's request
 */
export function proxyHeaderOf(socket: Duplex): ProxyFacts | undefined {
  try {
    // Sound: nobody else has this symbol.
    return (socket as WithFacts)[FACTS]
  } catch {
    // An HTTP/2 session that has ended has no socket, and its proxy throws.
    return undefined
  }
}
