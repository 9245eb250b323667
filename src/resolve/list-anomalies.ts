import type { Inbound } from './inbound.ts'
import type { Anomaly } from './resolution.ts'

/** What only the end of a walk can tell. */
export type Ending = { readonly isSpoof: boolean; readonly isSpecial: boolean }

export const NOTHING_MORE: Ending = { isSpoof: false, isSpecial: false }

const ANOMALIES: readonly Anomaly[] = ['spoof-attempt', 'special-address', 'header-alias', 'duplicate-header']

/** Every combination, by a bit for each anomaly: most requests have none, and no request needs a list of its own. */
const COMBINATIONS: readonly (readonly Anomaly[])[] = Array.from({ length: 1 << ANOMALIES.length }, (_, bits) =>
  ANOMALIES.filter((_anomaly, i) => ((bits >> i) & 1) === 1),
)

export function listAnomalies(inbound: Inbound, ending: Ending): readonly Anomaly[] {
  const bits =
    (ending.isSpoof ? 1 : 0) | (ending.isSpecial ? 2 : 0) | (inbound.hasAlias ? 4 : 0) | (inbound.hasDuplicate ? 8 : 0)
  return COMBINATIONS[bits] ?? []
}
