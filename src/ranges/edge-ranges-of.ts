import { EDGE_SNAPSHOT } from './edge-snapshot.ts'
import type { ProviderList } from './provider.ts'

// A map, so that no name finds anything on a prototype.
const lists = new Map<string, ProviderList>(Object.entries(EDGE_SNAPSHOT))

/** A provider's list, as an edge that was bundled with {@link EDGE_SNAPSHOT} has it; else undefined. */
export function edgeListOf(provider: string): ProviderList | undefined {
  return lists.get(provider)
}

/** The prefixes of a provider's list, as an edge that was bundled with {@link EDGE_SNAPSHOT} has them; else undefined. */
export function edgeRangesOf(provider: string): readonly string[] | undefined {
  return lists.get(provider)?.prefixes
}
