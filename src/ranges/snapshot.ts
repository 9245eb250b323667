import { EDGE_SNAPSHOT } from './edge-snapshot.ts'
import { BUNNY } from './lists/bunny.ts'
import { isProviderName, type ProviderList, type ProviderName } from './provider.ts'

/**
 * The lists of all providers, as published on the day each of them names.
 *
 * They go stale in both directions: a provider that gave up a range has left it to somebody else, and one that added a
 * range is a stranger there until the list is refreshed.
 */
export const SNAPSHOT: Readonly<Record<ProviderName, ProviderList>> = { ...EDGE_SNAPSHOT, bunny: BUNNY }

/** The prefixes of a provider's list, undefined if there is no such provider. */
export function snapshotPrefixes(provider: string): readonly string[] | undefined {
  return isProviderName(provider) ? SNAPSHOT[provider].prefixes : undefined
}
