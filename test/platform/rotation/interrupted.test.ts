import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rotateKeys } from '../../../src/platform/rotation/rotate-keys.ts'
import { StoreError } from '../../../src/platform/stores/store-error.ts'
import { awayError, type Contents, createMemoryStore, type Operation } from './memory-store.ts'
import { contentsAfter, optionsAt, privateKeysIn, START, signingKeyIn, statesIn } from './rotations.ts'
import { type Demand, DUE, FIRST, LEAVES, SECOND, scenarios } from './scenarios.ts'

const left = (keyIds: readonly string[]): readonly string[] => keyIds.map((keyId) => `keys/${keyId}`)

describe('a rotation that is cut short', () => {
  const cuts = ['before', 'after'].flatMap((place) => scenarios.map((scenario) => ({ ...scenario, place })))

  test.each(cuts)(
    '$place any of its operations leaves signers a key, and goes on when run again: $name',
    async (row) => {
      const { before, now, demand, want, left: keyIds, place } = row
      const contents = await contentsAfter(before)
      for (let cut = 1; ; cut++) {
        let operations = 0
        const fail = (): void => {
          operations++
          if (operations === cut) throw awayError()
        }
        const store = createMemoryStore(contents, { [place]: fail })
        const failure = await rotateKeys({ ...optionsAt(now), ...demand, store }).catch((error: unknown) => error)
        if (operations < cut) break
        expect(failure).toEqual(expect.objectContaining({ code: 'UNREACHABLE' }))
        await expectSound(store.contents(), now)
        await rotateKeys({ ...optionsAt(now), ...demand, store })
        expect({ cut, states: statesIn(store.contents(), now) }).toEqual({ cut, states: want })
        expect({ cut, left: privateKeysIn(store.contents()) }).toEqual({ cut, left: left(keyIds) })
      }
    },
  )

  test('is given up between two steps when its caller gives up', async () => {
    const giveUp = new AbortController()
    const store = createMemoryStore(new Map(), {
      after: (operation) => {
        if (operation === 'create') giveUp.abort()
      },
    })
    await expect(rotateKeys({ ...optionsAt(START), store, signal: giveUp.signal })).rejects.toThrow()
    expect([...store.contents().keys()]).toEqual([`keys/${FIRST}`])
  })
})

describe('two rotations at once', () => {
  test.each(scenarios)('end where one alone would: $name', async ({ before, now, demand, want, left: keyIds }) => {
    const contents = await contentsAfter(before)
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const wait = async (operation: Operation): Promise<void> => {
          await scheduler.schedule(Promise.resolve(), operation)
        }
        const store = createMemoryStore(contents, { before: wait })
        const both = Promise.all([1, 2].map(() => rotateKeys({ ...optionsAt(now), ...demand, store })))
        await scheduler.waitFor(both)
        expect(statesIn(store.contents(), now)).toBe(want)
        expect(privateKeysIn(store.contents())).toEqual(left(keyIds))
      }),
      { numRuns: 30 },
    )
  })

  test.each([
    { name: 'publishes the next key', before: [START], now: DUE, revokedKeyId: FIRST },
    { name: 'lets the next key sign', before: [START, DUE], now: DUE + 60, revokedKeyId: SECOND, skipsWait: true },
    { name: 'takes the previous key out', before: [START, DUE], now: LEAVES, revokedKeyId: SECOND },
  ])('of which one revokes a key never bring it back: the other $name', async (row) => {
    const { before, now, revokedKeyId, skipsWait } = row
    const contents = await contentsAfter(before)
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const wait = async (operation: Operation): Promise<void> => {
          await scheduler.schedule(Promise.resolve(), operation)
        }
        const store = createMemoryStore(contents, { before: wait })
        const demands: readonly Demand[] = [{ skipsWait }, { revokedKeyId }]
        await scheduler.waitFor(
          Promise.all(demands.map((demand) => rotateKeys({ ...optionsAt(now), ...demand, store }))),
        )
        expect(statesIn(store.contents(), now)).not.toContain(`${revokedKeyId}=`)
        expect(privateKeysIn(store.contents())).not.toContain(`keys/${revokedKeyId}`)
        await expectSound(store.contents(), now)
      }),
      { numRuns: 100 },
    )
  })

  test('of which one never comes to its turn end with a fault, and no harm', async () => {
    const store = createMemoryStore(await contentsAfter([START]))
    const failing = { ...store, replace: () => Promise.reject(changed()) }
    const failure = await rotateKeys({ ...optionsAt(DUE), store: failing }).catch((error: unknown) => error)
    expect(failure).toEqual(expect.objectContaining({ code: 'CHANGED_MEANWHILE' }))
    await expectSound(store.contents(), DUE)
  })
})

function changed(): StoreError {
  return new StoreError({ code: 'CHANGED_MEANWHILE', path: 'jwks', rule: 'is what it was', nextStep: 'Read it again' })
}

/** As signers see it: whoever loads now signs with a key that is in the set, if there is a set. */
async function expectSound(contents: Contents, now: number): Promise<void> {
  if (contents.has('jwks')) expect(await signingKeyIn(contents, now)).toEqual(expect.stringContaining('"d":'))
}
