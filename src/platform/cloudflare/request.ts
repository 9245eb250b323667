import type { HeaderLine } from '../../headers/header-line.ts'
import { CLOUDFLARE_IPV6_HEADER, CLOUDFLARE_PEER_HEADER } from '../../headers/own-names.ts'
import type { RequestFacts } from '../../resolve/resolve.ts'

/**
 * Reads what a Worker is told about a request: the peer is CF-Connecting-IP and nothing else.
 *
 * What the platform wrote itself is taken out, so that an ordinary browser is no suspect: X-Real-IP and True-Client-IP
 * where they repeat the peer, and the last entry of X-Forwarded-For, which is the peer that Cloudflare appended. What a
 * client put before it stays, and counts as an attempt to forge. CF-Worker stays too: it tells of foreign Workers.
 */
export function readCloudflareRequest(lines: readonly HeaderLine[]): RequestFacts {
  const peer = findValue(lines, CLOUDFLARE_PEER_HEADER)
  const peerIPv6 = findValue(lines, CLOUDFLARE_IPV6_HEADER)
  const headers: HeaderLine[] = []
  for (const line of lines) {
    const [name, value] = line
    const kept = name === 'x-forwarded-for' ? withoutPeer(value, peer) : value
    const isPlatformText = kept === undefined || isWrittenByPlatform(name, value === peer || value === peerIPv6)
    if (!isPlatformText) headers.push(kept === value ? line : [name, kept])
  }
  return { peer, peerIPv6, headers }
}

/** The last two are Pseudo IPv4's, and Cloudflare's whatever they hold (Cloudflare docs, Pseudo IPv4). */
function isWrittenByPlatform(name: string, repeatsPeer: boolean): boolean {
  switch (name) {
    case 'x-real-ip':
    case 'true-client-ip':
      return repeatsPeer
    case CLOUDFLARE_PEER_HEADER:
    case CLOUDFLARE_IPV6_HEADER:
    case 'cf-pseudo-ipv4':
      return true
    default:
      return false
  }
}

/** A list without the last entry if that is the peer; undefined if nothing else was in it. */
function withoutPeer(list: string, peer: string | undefined): string | undefined {
  const comma = list.lastIndexOf(',')
  if (list.slice(comma + 1).trim() !== peer) return list
  return comma === -1 ? undefined : list.slice(0, comma)
}

function findValue(lines: readonly HeaderLine[], name: string): string | undefined {
  for (const line of lines) if (line[0] === name) return line[1]
  return undefined
}

/** Cloudflare's own id for a request. Whatever does not look like one was written by someone else, and is left out. */
export function readRay({ headers }: Request): string | undefined {
  const claimed = headers.get('cf-ray')
  return claimed !== null && /^[0-9a-f]{16}(?:-[A-Z]{3})?$/.test(claimed) ? claimed : undefined
}
