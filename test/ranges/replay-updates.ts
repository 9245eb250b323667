import { requirePrefix } from '../../src/net/prefix.ts'
import { applyUpdate, type ListUpdate, type UpdatedList } from '../../src/ranges/apply-update.ts'
import type { RangesRecord } from '../../src/ranges/record.ts'
import { sortPrefixes } from '../../src/ranges/sort-prefixes.ts'

export type Step = {
  readonly at: number
  /** Accepted by then, in any order. */
  readonly prefixes: readonly string[]
  readonly wider?: readonly string[]
  /** Sent by the source beside the list. */
  readonly facts?: Partial<Pick<ListUpdate, 'version' | 'wider' | 'etags'>>
}

/** Applies one accepted list, as a refresh does. */
export async function update(
  previous: RangesRecord | undefined,
  { at, prefixes, wider, facts }: Step,
  drainSeconds: number,
): Promise<UpdatedList> {
  const sorted = sortPrefixes([...new Set(prefixes)].map(requirePrefix))
  const ipv4 = sorted.filter(({ family }) => family === 4).length
  return await applyUpdate({
    previous,
    accepted: { prefixes: sorted, counts: { ipv4, ipv6: sorted.length - ipv4 } },
    provider: 'list:mine',
    source: 'https://example.com/list',
    wider,
    etags: [],
    drainSeconds,
    now: at,
    ...facts,
  })
}
