import { EDGE_SNAPSHOT } from './edge-snapshot.ts'

// A map, so that no name finds anything on a prototype.
const lists = new Map(Object.entries(EDGE_SNAPSHOT))

/** The prefixes of a provider's list, as an edge that was bundled with {@link EDGE_SNAPSHOT} has them; else undefined. */
export function edgeRangesOf(provider: string): readonly string[] | undefined {
  return lists.get(provider)?.prefixes
}
