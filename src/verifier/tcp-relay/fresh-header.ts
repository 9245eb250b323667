import type { ProxyFacts } from '../../origin/node/proxy-protocol/facts.ts'
import { encodeProxyHeader } from '../../proxy-protocol/encode.ts'
import type { InetFamily, ProxyHeader } from '../../proxy-protocol/header.ts'
import type { Tlv } from '../../proxy-protocol/tlv.ts'

/** Which header a relay writes in front of a connection. */
export type HeaderForm = {
  readonly sendProxy: 'none' | 'v1' | 'v2'
  readonly tlvs: ReadonlySet<Tlv['type']>
}

const NO_BYTES = new Uint8Array(0)

/**
 * Returns the bytes of the relay's own PROXY protocol header: source and destination of the header that came, and none
 * of its bytes. Undefined if the fields to be passed on make it longer than receivers take.
 *
 * Where the sender named no client neither does this: LOCAL in version 2, UNKNOWN in version 1, so that the application
 * takes a health check for one and not for a client at the relay's address.
 */
export function writeFreshHeader(facts: ProxyFacts, { sendProxy, tlvs }: HeaderForm): Uint8Array | undefined {
  if (sendProxy === 'none') return NO_BYTES
  const kept = facts.header.tlvs.filter(({ type }) => tlvs.has(type) && type !== 'crc32c')
  const fields: readonly Tlv[] = tlvs.has('crc32c') ? [...kept, { type: 'crc32c', hex: '' }] : kept
  try {
    return encodeProxyHeader(sendProxy === 'v1' ? describe(facts, 1, []) : describe(facts, 2, fields))
  } catch {
    return undefined
  }
}

function describe(facts: ProxyFacts, version: 1 | 2, tlvs: readonly Tlv[]): ProxyHeader {
  if (facts.command === 'PROXY') {
    const { source, destination } = facts
    return { version, command: 'PROXY', family: FAMILIES[facts.header.family], source, destination, tlvs }
  }
  if (version === 1) return { version, command: 'PROXY', family: 'unspec', tlvs }
  return { version, command: 'LOCAL', family: 'unspec', tlvs }
}

/** What is relayed is a TCP connection, whatever its sender took it for. */
const FAMILIES: Readonly<Record<InetFamily, InetFamily>> = { tcp4: 'tcp4', tcp6: 'tcp6', udp4: 'tcp4', udp6: 'tcp6' }
