import { describeFault } from '../fault/fault.ts'
import { requirePrefix } from '../net/prefix.ts'
import { findOverlaps, type OwnedPrefix } from '../ranges/find-overlaps.ts'

/**
 * Says which added prefixes share address space with lists of others; none if all is well.
 *
 * Two vendors never publish the same space: it is another's list under this name, or one of the two is wrong.
 */
export function findSharedSpace(
  provider: string,
  added: readonly string[],
  others: readonly OwnedPrefix[],
): readonly string[] {
  if (added.length === 0) return []
  const own = added.map((text) => ({ provider, prefix: requirePrefix(text) }))
  const overlaps = findOverlaps([...others, ...own]).filter(
    ({ outer, inner }) => outer.provider === provider || inner.provider === provider,
  )
  return overlaps.map(({ outer, inner }) => {
    const [mine, theirs] = outer.provider === provider ? [outer, inner] : [inner, outer]
    const rule = `${mine.prefix.text} must be apart from ${theirs.prefix.text} of ${theirs.provider}`
    const nextStep = 'Look whose list it is; the list from before stays'
    return describeFault({ code: 'SHARED_SPACE', path: provider, rule, nextStep })
  })
}
