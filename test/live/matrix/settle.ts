import { expect } from 'vitest'
import type { DataPlane, Unlike } from './data-plane.ts'
import { type Count, isWriting, type Results, readPart, writePart } from './results.ts'

/** Counts what came out as it must. */
export type Tally<Key extends string> = {
  readonly add: (key: Key, name: string) => void
  readonly count: (key: Key) => Count
  /** The names of what came out as the plane says, and not as the table does. */
  readonly otherwise: () => readonly (Unlike[string] & { readonly name: string })[]
}

export function createTally<Key extends string>({ unlike = {} }: Pick<DataPlane, 'unlike'>): Tally<Key> {
  const counts = new Map<Key, Count>()
  const names = new Set<string>()
  const count = (key: Key): Count => counts.get(key) ?? { held: 0, otherwise: 0 }
  return {
    add: (key, name) => {
      const { held, otherwise } = count(key)
      const isOtherwise = Object.hasOwn(unlike, name)
      if (isOtherwise) names.add(name)
      counts.set(key, isOtherwise ? { held, otherwise: otherwise + 1 } : { held: held + 1, otherwise })
    },
    count,
    otherwise: () => Object.entries(unlike).flatMap(([name, one]) => (names.has(name) ? [{ name, ...one }] : [])),
  }
}

/**
 * Expects what was seen to be what the repository says, from which the page is made; or writes it, if so asked.
 *
 * `version` is on the page, but may be another one on another machine.
 */
export function settle<Name extends 'matrix' | 'contract' | 'rotation'>(
  plane: DataPlane,
  part: Name,
  found: { readonly value: Results[Name]; readonly version: string | undefined },
): void {
  if (isWriting) writePart(plane, part, found)
  const advice = 'IPSEAL_WRITE=1 writes what has been seen'
  expect(readPart(plane, part), advice).toEqual(found.value)
}
