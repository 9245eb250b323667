import { skipSpace, trimSpace } from '../../headers/header-line.ts'
import { readNode } from '../../headers/read-node.ts'
import { type Address, familyOf, printRead } from '../../net/address.ts'
import { bitsOf, containsPrefix, type Prefix, requirePrefix } from '../../net/prefix.ts'
import type { TrustSettings } from '../../settings/settings.ts'
import type { LambdaEvent } from './event.ts'

/** The address that a trigger names for the other end of the connection, undefined if it is nobody's. */
export type ReadPeer = (event: Pick<LambdaEvent, 'sourceIp' | 'isPrivate'>) => Address | undefined

/** Space from which nobody reaches a public endpoint: what stands there is a machine on AWS's own side of it. */
const INTERNAL = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
].map(requirePrefix)

/**
 * Returns what reads the peer from an event of a trigger that names one.
 *
 * HTTP APIs with mutual TLS on their domain were seen to name an internal machine with its port, such as
 * `10.1.22.195:32554` (aws-powertools/powertools-lambda-python issue 7288). Such an address is no client's, and a peer
 * only where a trust group claims it.
 */
export function createPeerReader(trust: readonly TrustSettings[]): ReadPeer {
  const claimed = trust.flatMap(({ ranges }) => (typeof ranges === 'string' ? [] : ranges.map(requirePrefix)))
  const isAnyoneClaimed = trust.some(({ ranges }) => ranges === 'any')
  return ({ sourceIp, isPrivate }) => {
    const address = sourceIp === undefined ? undefined : readEntry(sourceIp)
    if (address === undefined || isPrivate || isAnyoneClaimed) return address
    return isWithin(INTERNAL, address) && !isWithin(claimed, address) ? undefined : address
  }
}

/** Reads `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:443`; the port is dropped. */
export function readEntry(text: string): Address | undefined {
  const words = new Uint32Array(4)
  const end = trimSpace(text, 0, text.length)
  const entry = { text, start: skipSpace(text, 0, end), end }
  const reading = readNode(words, entry, 'optional')
  return reading === 0 ? undefined : printRead(words, reading, entry)
}

function isWithin(prefixes: readonly Prefix[], address: Address): boolean {
  const host = requirePrefix(`${address}/${bitsOf(familyOf(address))}`)
  return prefixes.some((prefix) => containsPrefix(prefix, host))
}
