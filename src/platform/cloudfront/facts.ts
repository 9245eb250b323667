import type { HeaderLine } from '../../headers/header-line.ts'
import { type Address, parseAddress } from '../../net/address.ts'
import type { RequestFacts } from '../../resolve/resolve.ts'
import type { CloudFrontEvent } from './event.ts'

/**
 * Reads what CloudFront tells a function about a request: the peer is `clientIp` and nothing else.
 *
 * What CloudFront wrote itself is taken out, so that an ordinary browser is no suspect. It writes only behind the viewer
 * request: then the last entry of X-Forwarded-For is the peer, and CloudFront-Viewer-Address the peer with its port, if
 * a policy asks for it (CloudFront Developer Guide, "Client IP addresses" and "Add CloudFront request headers"). What a
 * viewer sent stays, and counts as an attempt to forge.
 */
export function readCloudFrontFacts(
  lines: readonly HeaderLine[],
  { peer, eventType }: Pick<CloudFrontEvent, 'peer' | 'eventType'>,
): RequestFacts {
  const address = parseAddress(peer ?? '')
  if (eventType === 'viewer-request' || address === undefined) return { peer, headers: lines }
  const last = lines.findLastIndex(([name]) => name === 'x-forwarded-for')
  const headers = lines.flatMap((line, i): readonly HeaderLine[] => {
    const [name, value] = line
    if (name === 'cloudfront-viewer-address') return isPeerWithPort(value, address) ? [] : [line]
    const kept = i === last ? withoutPeer(value, address) : value
    if (kept === value) return [line]
    return kept === undefined ? [] : [[name, kept]]
  })
  return { peer, headers }
}

/** The port stands behind the last colon, and IPv6 has no brackets (CloudFront Developer Guide, "Viewer location"). */
function isPeerWithPort(value: string, peer: Address): boolean {
  const colon = value.lastIndexOf(':')
  return parseAddress(value.slice(0, Math.max(colon, 0))) === peer
}

/**
 * A list without the last entry if that is the peer; undefined if nothing else was in it.
 *
 * Addresses are compared, not texts: the two need not be spelled alike, and CloudFront's pages show unshortened IPv6.
 */
function withoutPeer(list: string, peer: Address): string | undefined {
  const comma = list.lastIndexOf(',')
  if (parseAddress(list.slice(comma + 1).trim()) !== peer) return list
  return comma === -1 ? undefined : list.slice(0, comma)
}
