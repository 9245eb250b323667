import type { Policy } from '../resolve/policy.ts'
import type { RefusalReason, Resolution } from '../resolve/resolution.ts'
import { type RequestFacts, resolve } from '../resolve/resolve.ts'

/** What a second policy would have made of a request. It is counted, and decides nothing. */
export type ShadowComparison = {
  readonly shadow: 'same' | 'differs'
  /** `sealed` where the second policy names a client, else why it refuses. */
  readonly shadowOutcome: 'sealed' | RefusalReason
}

export function compareShadow(policy: Policy, facts: RequestFacts, acted: Resolution): ShadowComparison {
  const shadow = resolve(policy, facts)
  return { shadow: isSame(shadow, acted) ? 'same' : 'differs', shadowOutcome: shadow.ok ? 'sealed' : shadow.reason }
}

function isSame(a: Resolution, b: Resolution): boolean {
  if (a.ok) return b.ok && a.ip === b.ip && a.via === b.via
  return !b.ok && a.reason === b.reason
}
