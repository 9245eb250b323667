import { describe, expect, test } from 'vitest'
import { storedVariables } from '../../../src/platform/stores/stored-variables.ts'
import { testKeys } from '../../assertion/vectors.ts'
import vectors from '../../vectors/stored-variables.json' with { type: 'json' }

/** JSON gives every member that any of the vectors has, and undefined where it is not. */
function contentsOf(contents: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(contents).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}

describe('of what a store holds', () => {
  test.each(vectors.read)('$name', async ({ contents, now, variable, want }) => {
    expect(await storedVariables(contentsOf(contents), now)(variable)).toBe(want ?? undefined)
  })
})

describe('no edge is made from', () => {
  test.each(vectors.refused)('$name', async ({ contents, now, variable, code, path }) => {
    const read = storedVariables(contentsOf(contents), now)(variable)
    await expect(read).rejects.toMatchObject({ code, path })
    const error: unknown = await read.catch((caught: unknown) => caught)
    expect(String(error)).not.toMatch(new RegExp([testKeys.es256.d, testKeys.stranger.d, testKeys.hs256.k].join('|')))
  })
})
