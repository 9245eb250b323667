import { snapshotList } from '../../ranges/snapshot.ts'
import { type ChosenList, chooseRanges, type RangesNote } from '../../settings/choose-ranges.ts'
import { namedLists } from '../../settings/named-lists.ts'
import type { Settings } from '../../settings/settings.ts'
import { writeTalk } from '../output.ts'
import { openPlace, readFrom } from './list-place.ts'

export type ListChoice = {
  /** In place of IPSEAL_RANGES; without either the bundled lists are taken. */
  readonly reference: string | undefined
  readonly platform: string | undefined
  /** Unix seconds. */
  readonly now: number
}

/**
 * Chooses the lists that settings name as an edge does that starts now, by the same code, and says on stderr where one
 * would not go by what the store holds. Without a store there is nothing to choose: undefined. Rejects as the store does.
 */
export async function chooseLists(
  settings: Settings,
  { reference, platform, now }: ListChoice,
): Promise<ReadonlyMap<string, ChosenList> | undefined> {
  const store = openPlace(reference, '--ranges')
  if (store === undefined) return undefined
  const names = namedLists(settings, platform)
  const sources = { ...(await readFrom(store, names)), bundledOf: snapshotList, platform }
  const { lists, notes, isRefused } = await chooseRanges(settings, sources, now)
  for (const note of notes) if (note.fault !== undefined) writeTalk(describeNote(note, store.name))
  if (isRefused)
    writeTalk('warning: a list has expired and ranges.onStale is "refuse": edges answer 503 to every request')
  return lists
}

function describeNote({ list, from, fault, detail }: RangesNote, place: string): string {
  const instead = from === undefined ? 'and there is no other' : 'so the bundled one is taken'
  return `warning: ${place}: ${list} is not taken, ${fault}${detail === undefined ? '' : ` (${detail})`}, ${instead}`
}
