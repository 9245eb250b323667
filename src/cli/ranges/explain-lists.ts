import type { ChosenList } from '../../settings/choose-ranges.ts'
import { showTime } from './show-time.ts'

type Lists = ReadonlyMap<string, ChosenList>

/**
 * A sentence for each list that a decision rests on, also where nobody was found in it: a list that lacks a proxy makes it
 * a stranger. The digest is whole, so that it can be looked for in an edge's log.
 */
export function explainLists(lists: Lists): readonly string[] {
  return [...lists].map(([name, { from, record }]) => {
    const place = from === 'store' ? 'from the store, confirmed' : 'as bundled, of'
    return `List ${name} ${place} ${showTime(record.checkedAt)}, SHA-256 ${record.digest}.`
  })
}

/** The same for programs. */
export function listAnswers(lists: Lists): readonly object[] {
  return [...lists].map(
    ([
      name,
      {
        from,
        record: { digest, checkedAt },
      },
    ]) => {
      return { name, from: from === 'store' ? 'store' : 'bundled', digest, checkedAt }
    },
  )
}
