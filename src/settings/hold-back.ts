import { listOf } from './named-lists.ts'
import type { TrustSettings } from './settings.ts'

/** A list with the prefixes that it would bring, and those that stand if it is held back. */
export type Candidate = {
  readonly prefixes: readonly string[]
  /** The same where nothing new was brought; empty where nothing stands. */
  readonly standing: readonly string[]
}

/** A list that would bring a prefix which another group has too. */
export type HeldBack = { readonly name: string; readonly prefix: string }

/**
 * Finds the lists that must not be trusted as they are, since a prefix in them is another group's too: neither of two
 * equal prefixes is the longer match, and a policy with both cannot be built.
 *
 * Whichever list begins to hold the prefix is held back, be it both of two. What stands instead may in turn hold what
 * another list has taken over since, so it is looked at until nothing changes; each round holds one back at least.
 */
export function findHeldBack(
  policies: readonly (readonly TrustSettings[])[],
  candidates: ReadonlyMap<string, Candidate>,
): readonly HeldBack[] {
  const standing = new Map([...candidates].map(([name, candidate]) => [name, new Set(candidate.standing)]))
  const held = new Map<string, HeldBack>()
  for (let before = -1; before < held.size; ) {
    before = held.size
    const prefixesOf = (name: string): readonly string[] => {
      const candidate = candidates.get(name)
      return (held.has(name) ? candidate?.standing : candidate?.prefixes) ?? []
    }
    for (const trust of policies) {
      for (const [prefix, owners] of sharedPrefixes(trust, prefixesOf)) {
        for (const name of owners) {
          const brings = standing.get(name)?.has(prefix) === false
          if (brings && !held.has(name)) held.set(name, { name, prefix })
        }
      }
    }
  }
  return [...held.values()]
}

/**
 * The prefixes of a list that no other group has or may come to have: what is left of one that is held back where nothing
 * stands in its place. Without them whoever publishes a list could keep an edge from its start by one line of another's.
 */
export function unsharedPrefixes(
  name: string,
  policies: readonly (readonly TrustSettings[])[],
  candidates: ReadonlyMap<string, Candidate>,
): readonly string[] {
  const others = new Set<string>()
  for (const group of policies.flat()) {
    const list = listOf(group)
    if (list === name) continue
    const candidate = list === undefined ? undefined : candidates.get(list)
    const lists = candidate === undefined ? [ownPrefixes(group)] : [candidate.prefixes, candidate.standing]
    for (const prefix of lists.flat()) others.add(prefix)
  }
  return candidates.get(name)?.prefixes.filter((prefix) => !others.has(prefix)) ?? []
}

function ownPrefixes({ ranges, clients }: TrustSettings): readonly string[] {
  return typeof ranges === 'string' ? [] : [...ranges, ...clients]
}

/** The prefixes that several groups of a policy have, with the lists among the owners. */
function sharedPrefixes(
  trust: readonly TrustSettings[],
  prefixesOf: (name: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, Set<TrustSettings>>()
  for (const group of trust) {
    const name = listOf(group)
    for (const prefix of name === undefined ? ownPrefixes(group) : prefixesOf(name)) {
      const known = owners.get(prefix)
      if (known === undefined) owners.set(prefix, new Set([group]))
      else known.add(group)
    }
  }
  const shared = [...owners].filter(([, groups]) => groups.size > 1)
  return new Map(shared.map(([prefix, groups]) => [prefix, [...groups].flatMap((group) => listOf(group) ?? [])]))
}
