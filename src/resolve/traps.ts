import { CLOUDFLARE_IPV6_HEADER, CLOUDFLARE_WORKER_HEADER } from '../headers/own-names.ts'
import type { Lines } from './inbound.ts'
import type { RefusalReason } from './resolution.ts'
import { takeSingle } from './take-address.ts'
import { linesOf, type Walk } from './walk.ts'

/**
 * What Cloudflare shows as the client of a Worker in another zone, 2a06:98c0:3600::103; it lies inside the published
 * ranges (Workers docs, CF-Connecting-IP in Worker subrequests).
 */
const WORKER_ADDRESS = '2a06:98c0:3600::103'

/** Refuses the address that stands for "some other zone's Worker": whose client that was is not known. */
export function refuseWorkerAddress(walk: Walk): RefusalReason | undefined {
  return walk.address === WORKER_ADDRESS ? 'foreign-worker' : undefined
}

/** Refuses a request that a Worker sent, unless it is a Worker of ours: Workers choose the headers they send. */
export function refuseForeignWorker(walk: Walk): RefusalReason | undefined {
  const zone = linesOf(walk, CLOUDFLARE_WORKER_HEADER)
  const isOurs = typeof zone === 'string' && walk.policy.ownZones.has(zone.trim().toLowerCase())
  if (zone === undefined || isOurs) return undefined
  walk.asking = CLOUDFLARE_WORKER_HEADER
  return 'foreign-worker'
}

/**
 * Deals with an address of 240.0.0.0/4 in CF-Connecting-IP: under Pseudo IPv4 it is a hash of the IPv6 address, which
 * then stands in CF-Connecting-IPv6. That header is read by choice alone, because with the feature off clients can send it.
 */
export function replacePseudoIPv4(walk: Walk, lines: Lines | undefined): RefusalReason | undefined {
  const isPseudo = walk.family === 4 && (walk.policy.scratch[0] ?? 0) >>> 28 === 0xf
  if (!isPseudo) return undefined
  if (walk.policy.pseudoIPv4 === 'refuse' || lines === undefined) return 'pseudo-ipv4'
  walk.asking = CLOUDFLARE_IPV6_HEADER
  walk.via = CLOUDFLARE_IPV6_HEADER
  const reason = takeSingle(walk, 'never', lines)
  return reason ?? (walk.family === 6 ? undefined : 'malformed-address')
}
