import type { HeaderLine } from '../headers/header-line.ts'
import { CLOUDFLARE_IPV6_HEADER, CLOUDFLARE_PEER_HEADER } from '../headers/own-names.ts'
import type { RequestFacts } from '../resolve/resolve.ts'

/** What Cloudflare writes under Pseudo IPv4, whatever the client sent. */
const PLATFORM_HEADERS: ReadonlySet<string> = new Set([
  CLOUDFLARE_PEER_HEADER,
  CLOUDFLARE_IPV6_HEADER,
  'cf-pseudo-ipv4',
])

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
    const kept = withoutPlatformText(line, peer, peerIPv6)
    if (kept !== undefined) headers.push(kept)
  }
  return { peer, peerIPv6, headers }
}

function withoutPlatformText(line: HeaderLine, ...peers: readonly (string | undefined)[]): HeaderLine | undefined {
  const [name, value] = line
  switch (name) {
    case 'x-real-ip':
    case 'true-client-ip':
      return peers.includes(value) ? undefined : line
    case 'x-forwarded-for':
      return withoutLastEntry(line, peers)
    default:
      return PLATFORM_HEADERS.has(name) ? undefined : line
  }
}

function withoutLastEntry(line: HeaderLine, peers: readonly (string | undefined)[]): HeaderLine | undefined {
  const [name, value] = line
  const comma = value.lastIndexOf(',')
  if (!peers.includes(value.slice(comma + 1).trim())) return line
  return comma === -1 ? undefined : [name, value.slice(0, comma)]
}

function findValue(lines: readonly HeaderLine[], name: string): string | undefined {
  return lines.find((line) => line[0] === name)?.[1]
}
