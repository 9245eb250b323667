import type { Staleness } from '../../ranges/staleness.ts'
import type { RangesNote } from '../../settings/choose-ranges.ts'
import type { StoredListFault } from '../../settings/stored-list.ts'

/** What became of one list, for a structured log and the metrics made from it. Level 50 or 60 is the alarm. */
export type ListsRecord = Omit<RangesNote, 'list'> & {
  /** The numbers that pino writes: info, warn, error, fatal. */
  readonly level: 30 | 40 | 50 | 60
  /** Milliseconds since 1970. */
  readonly time: number
  /** The second: it is no list to go by, or an old one. The last: another one is gone by, if any, for `fault`. */
  readonly msg: 'ranges in use' | 'ranges stale' | 'ranges refused'
  /** The name of the list, as a policy gives it. */
  readonly list: string
  readonly store: string
}

/**
 * Returns what makes a record of each note, but only of a state that was not said before: a list that is refused is one
 * alarm, however often the store is looked into. The age is no part of a state; how stale that makes the list is.
 */
export function createListsReport(report: (record: ListsRecord) => void) {
  const said = new Map<string, string>()
  return (notes: readonly RangesNote[], store: string, time: number): void => {
    for (const note of notes) {
      const { ageSeconds: _age, list, detail: _detail, ...state } = note
      const shown = JSON.stringify({ ...state, store })
      if (said.get(list) === shown) continue
      said.set(list, shown)
      report({ level: levelOf(note), time, msg: messageOf(note), store, ...note })
    }
  }
}

function messageOf({ from, fault, staleness }: RangesNote): ListsRecord['msg'] {
  if (fault !== undefined || from === undefined) return 'ranges refused'
  return staleness === 'fresh' ? 'ranges in use' : 'ranges stale'
}

function levelOf({ from, fault, staleness }: RangesNote): ListsRecord['level'] {
  if (from === undefined || staleness === undefined) return 60
  const byFault = fault === undefined ? 30 : levelOfFault(fault)
  const byAge = LEVELS[staleness]
  return byFault > byAge ? byFault : byAge
}

const LEVELS = { fresh: 30, warn: 40, critical: 50, expired: 60 } as const satisfies Record<Staleness, number>

/** That a refresh has not come to a list yet is no attack. */
function levelOfFault(fault: StoredListFault): 40 | 50 {
  return fault === 'not-stored' ? 40 : 50
}
