import type { HeaderLine } from '../headers/header-line.ts'
import { familyRead, printRead, readSpelling } from '../net/address.ts'
import { isGloballyReachable, isUnusable } from '../net/reachability.ts'
import { type Inbound, readInbound } from './inbound.ts'
import { listAnomalies, NOTHING_MORE } from './list-anomalies.ts'
import type { Member, Policy } from './policy.ts'
import type { Refusal, RefusalReason, Resolution } from './resolution.ts'
import { stepThrough } from './step.ts'
import { refuseForeignWorker, refuseWorkerAddress, replacePseudoIPv4 } from './traps.ts'
import type { Walk } from './walk.ts'

/** What is known of a request before anything about it is believed. */
export type RequestFacts = {
  /** The address at the other end of the connection, from the socket or the platform; never from a header clients write. */
  readonly peer: string | undefined
  /** What the platform says stands behind a pseudo IPv4 peer. */
  readonly peerIPv6?: string | undefined
  readonly headers: readonly HeaderLine[]
}

/**
 * Names the client of a request, or refuses; it never throws, whatever the request holds.
 *
 * Starts at the peer and walks away from us, one hop at a time, for as long as the address it stands on belongs to a
 * group the policy trusts. The first address outside is the client; nothing to its left is read. Anything else than a
 * clear answer is a refusal: an entry skipped because it could not be read is how most resolvers are forged. At most
 * `maxHops` addresses, the peer and the client among them, and 8 KiB of each list are looked at.
 */
export function resolve(policy: Policy, request: RequestFacts): Resolution {
  const inbound = readInbound(policy.names, request.headers)
  const { peer = '' } = request
  const reading = readSpelling(policy.scratch, peer, 0, peer.length)
  const family = familyRead(reading)
  if (reading === 0 || family === 0 || isUnusable(policy.scratch, family)) return refuseUnknownPeer(inbound)
  const address = printRead(policy.scratch, reading, { text: peer, start: 0, end: peer.length })
  const walk: Walk = { policy, inbound, hops: [], lists: undefined, address, family, via: 'peer', asking: undefined }
  const reason = springPlatformTraps(walk, request.peerIPv6)
  return reason === undefined ? walkToClient(walk) : refuse(walk, reason)
}

function walkToClient(walk: Walk): Resolution {
  const { policy, hops } = walk
  for (;;) {
    const member = memberAt(walk)
    const group = member?.isClient === false ? member.group : undefined
    if (hops.length === policy.maxHops) return refuse(walk, 'chain-too-long')
    hops.push({ address: walk.address, via: walk.via, group: group?.name })
    if (member === undefined && isPlatformMachine(walk)) return refuse(walk, 'infrastructure-peer')
    if (group === undefined) return answer(walk)
    const reason = stepThrough(walk, group)
    if (reason !== undefined) return refuse(walk, reason)
  }
}

/** Only the peer can be anyone: an address read from a header has to be in a range that was named. */
function memberAt(walk: Walk): Member | undefined {
  const { policy } = walk
  const member = policy.members.find(policy.scratch, walk.family)
  return member ?? (walk.hops.length === 0 ? policy.anyone : undefined)
}

/** The traps of a provider hold for its own platform too. */
function springPlatformTraps(walk: Walk, peerIPv6: string | undefined): RefusalReason | undefined {
  if (walk.policy.platform?.provider !== 'cloudflare') return undefined
  return replacePseudoIPv4(walk, peerIPv6) ?? refuseWorkerAddress(walk) ?? refuseForeignWorker(walk)
}

/** One of the platform's own machines is nobody's client. */
function isPlatformMachine({ policy, family, hops }: Walk): boolean {
  return hops.length === 1 && policy.platform?.ranges.find(policy.scratch, family) === true
}

function answer(walk: Walk): Resolution {
  const isStranger = walk.hops.length === 1
  const anomalies = listAnomalies(walk.inbound, {
    isSpoof: isStranger && walk.inbound.hasClaim,
    isSpecial: !isGloballyReachable(walk.policy.scratch, walk.family),
  })
  return { ok: true, ip: walk.address, via: walk.via, hops: walk.hops, anomalies }
}

function refuse(walk: Walk, reason: RefusalReason): Refusal {
  const { hops, asking, inbound } = walk
  return {
    ok: false,
    reason,
    nearest: hops.at(-1)?.address,
    header: asking,
    hops,
    anomalies: listAnomalies(inbound, NOTHING_MORE),
  }
}

function refuseUnknownPeer(inbound: Inbound): Refusal {
  const anomalies = listAnomalies(inbound, NOTHING_MORE)
  return { ok: false, reason: 'no-peer', nearest: undefined, header: undefined, hops: [], anomalies }
}
