import { EDGE_SNAPSHOT } from './edge-snapshot.ts'
import { BUNNY } from './lists/bunny.ts'
import { CDN77 } from './lists/cdn77.ts'
import { GCORE } from './lists/gcore.ts'
import type { BundledName, ProviderList } from './provider.ts'

/**
 * The lists of all providers that are bundled, as published on the day each of them names.
 *
 * They go stale in both directions: a provider that gave up a range has left it to somebody else, and one that added a
 * range is a stranger there until the list is refreshed.
 */
export const SNAPSHOT: Readonly<Record<BundledName, ProviderList>> = {
  ...EDGE_SNAPSHOT,
  bunny: BUNNY,
  cdn77: CDN77,
  gcore: GCORE,
}

// A map, so that no name finds anything on a prototype.
const lists = new Map<string, ProviderList>(Object.entries(SNAPSHOT))

/** The bundled list of a provider, undefined if there is none in the package. */
export function snapshotList(provider: string): ProviderList | undefined {
  return lists.get(provider)
}

/** The prefixes of a provider's list, undefined if there is none in the package. */
export function snapshotPrefixes(provider: string): readonly string[] | undefined {
  return lists.get(provider)?.prefixes
}
