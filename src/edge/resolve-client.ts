import { remember } from '../headers/remember.ts'
import type { Policy } from '../resolve/policy.ts'
import type { RefusalReason, Resolution } from '../resolve/resolution.ts'
import { type RequestFacts, resolve } from '../resolve/resolve.ts'

/** A request's client, and what a second policy would have made of it. */
export type ResolvedRequest = {
  readonly resolution: Resolution
  readonly comparison: ShadowComparison | undefined
}

/** Counted, and acted on never. */
export type ShadowComparison = {
  readonly shadow: 'same' | 'differs'
  /** `sealed` where the second policy names a client, else why it refuses. */
  readonly shadowOutcome: 'sealed' | RefusalReason
}

export type ResolveClient = (facts: RequestFacts) => ResolvedRequest

/** As many as the sealer keeps tokens for. No address is written longer than this. */
const ROOM_FOR_PEERS = { entries: 4096, keyLength: 45 }

/**
 * Returns a function that resolves requests and remembers the plain ones: where no header says anything that a policy
 * looks at, the answer depends on the peer alone. At an edge that clients reach directly nearly all requests are plain.
 */
export function createResolver(policy: Policy, shadowPolicy: Policy | undefined): ResolveClient {
  const resolveBoth = (facts: RequestFacts): ResolvedRequest => {
    const resolution = resolve(policy, facts)
    return { resolution, comparison: shadowPolicy && compareShadow(resolve(shadowPolicy, facts), resolution) }
  }
  const resolvePlain = remember(ROOM_FOR_PEERS, (peer) => resolveBoth({ peer, headers: [] }))
  return (facts) => {
    const { peer, peerIPv6, headers } = facts
    const isPlain = peer !== undefined && peerIPv6 === undefined && headers.length === 0
    return isPlain ? resolvePlain(peer) : resolveBoth(facts)
  }
}

function compareShadow(shadow: Resolution, acted: Resolution): ShadowComparison {
  return { shadow: isSame(shadow, acted) ? 'same' : 'differs', shadowOutcome: shadow.ok ? 'sealed' : shadow.reason }
}

function isSame(a: Resolution, b: Resolution): boolean {
  if (a.ok) return b.ok && a.ip === b.ip && a.via === b.via
  return !b.ok && a.reason === b.reason
}
