import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_KEY_WAITS, judgeKeys } from '../../../src/assertion/key-states.ts'
import { readStoredKeySet, writeStoredKeySet } from '../../../src/assertion/stored-key-set.ts'
import { rotateKeys } from '../../../src/platform/rotation/rotate-keys.ts'
import { awayError, type Contents, createMemoryStore, type Operation } from './memory-store.ts'
import { OVERLAP, privateKeysIn, START, WAIT } from './rotations.ts'

/** As short as a period may be, so that many rotations fit into a run. */
const TIMES = { everySeconds: WAIT + OVERLAP, waits: DEFAULT_KEY_WAITS }
const { verifierCacheSeconds, signerTtlSeconds, tokenLifeSeconds } = DEFAULT_KEY_WAITS

/** The clocks of any two machines differ by at most this, and a write takes at most as long again. */
const SKEW = 30
const WRITE = 30

/** What a store held from a moment on. */
type Held = { readonly at: number; readonly contents: Contents }

/** One run of the rotation: how long after the last, how slow the store, and where it is cut short if it is. */
type Run = { readonly pause: number; readonly slow: number; readonly cut: number; readonly place: 'before' | 'after' }

type World = { readonly runs: readonly Run[]; readonly rotatorAhead: number; readonly signerAhead: number }

const worldOf = (slow: fc.Arbitrary<number>, cut: fc.Arbitrary<number>): fc.Arbitrary<World> =>
  fc.record({
    runs: fc.array(
      fc.record({
        pause: fc.oneof(fc.integer({ min: 0, max: 9000 }), fc.constantFrom(WAIT, OVERLAP, WAIT + OVERLAP)),
        slow,
        cut,
        place: fc.constantFrom('before', 'after'),
      }),
      { minLength: 1, maxLength: 25 },
    ),
    rotatorAhead: fc.constantFrom(0, -SKEW),
    signerAhead: fc.constantFrom(0, -SKEW),
  })

const NEVER = Number.POSITIVE_INFINITY

/** Lets a rotation run as a world has it, and tells what its store held when. */
async function live({ runs, rotatorAhead }: World): Promise<readonly Held[]> {
  let now = START
  let current: Run | undefined
  let operations = 0
  const history: Held[] = []
  const meet = (place: Run['place'], operation: Operation): void => {
    if (operation !== 'load' && place === 'before') now += current?.slow ?? 0
    if (operation !== 'load' && place === 'after') history.push({ at: now, contents: store.contents() })
    if (place === 'before') operations++
    if (operations === current?.cut && place === current.place) throw awayError()
  }
  const store = createMemoryStore(new Map(), {
    before: (operation) => meet('before', operation),
    after: (operation) => meet('after', operation),
  })
  const { signal } = new AbortController()
  for (const run of runs) {
    now += run.pause
    current = run
    operations = 0
    await rotateKeys({ ...TIMES, store, signal, clock: () => now + rotatorAhead }).catch(() => undefined)
  }
  return history
}

function setsOf(history: readonly Held[]) {
  return history.flatMap(({ at, contents }) => {
    const text = contents.get('jwks')
    return text === undefined ? [] : [{ at, contents, times: readStoredKeySet(text, 'jwks').times }]
  })
}

/**
 * The moments at which what a signer would load changes, and those just before. A signer that loads at one of them may
 * sign with what it found for as long as it may hold it, and its last token is then good for its whole life; a verifier
 * may check any of them with a set from as long ago as it may cache. So every set between is looked at.
 */
function findUnverifiable(history: readonly Held[], { signerAhead }: World): readonly string[] {
  const sets = setsOf(history)
  const turns = sets.flatMap(({ at, times }) => [
    at,
    ...times.flatMap(({ signsAtSeconds = 0 }) => [
      signsAtSeconds - signerAhead,
      signsAtSeconds - signerAhead + OVERLAP,
    ]),
  ])
  const moments = [...new Set(turns.flatMap((turn) => [turn - 1, turn, turn + 1]))]
  return moments.flatMap((loadedAt) => {
    const held = sets.findLast(({ at }) => at <= loadedAt)
    if (held === undefined) return []
    const { signing = '' } = judgeKeys(held.times, DEFAULT_KEY_WAITS, loadedAt + signerAhead)
    if (!held.contents.has(`keys/${signing}`)) return [`at ${loadedAt} no private key ${signing}`]
    const [first, last] = [loadedAt - verifierCacheSeconds, loadedAt + signerTtlSeconds + tokenLifeSeconds]
    const seen = sets.filter(({ at }, i) => at <= last && (sets[i + 1]?.at ?? NEVER) > first)
    const without = seen.filter(({ times }) => !times.some(({ keyId }) => keyId === signing))
    return without.map(({ at }) => `${signing}, loaded at ${loadedAt}, is not in the set of ${at}`)
  })
}

describe('at no moment of any rotation', () => {
  test('is a token signed that a verifier may not know, wherever rotations are cut short', async () => {
    const prompt = fc.constantFrom(0, 1, WRITE)
    await fc.assert(
      fc.asyncProperty(worldOf(prompt, fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }))), async (world) => {
        expect(findUnverifiable(await live(world), world)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('is one signed either where writes take as long as they like', async () => {
    const slow = fc.constantFrom(0, WRITE, WRITE + 1, 60, 400)
    await fc.assert(
      fc.asyncProperty(worldOf(slow, fc.constant(0)), async (world) => {
        expect(findUnverifiable(await live(world), world)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('does a rotation come to nothing: keys are made, and leave', async () => {
    const runs = Array.from({ length: 20 }, () => ({ pause: WAIT + OVERLAP, slow: 0, cut: 0, place: 'after' }) as const)
    const history = await live({ runs, rotatorAhead: 0, signerAhead: 0 })
    const sets = setsOf(history).map(({ times }) => times.map(({ keyId }) => keyId))
    expect(new Set(sets.flat()).size).toBe(20)
    expect(Math.max(...sets.map(({ length }) => length))).toBe(2)
    expect(privateKeysIn(history.at(-1)?.contents ?? new Map())).toEqual(sets.at(-1)?.map((keyId) => `keys/${keyId}`))
  })
})

describe('a fault is seen', () => {
  /** Two keys, one after the other, in a world where everything is as slow and as far apart as it may be. */
  async function rotateOnce(world: Omit<World, 'runs'>): Promise<readonly Held[]> {
    const runs = [0, WAIT + OVERLAP, WAIT + OVERLAP].map(
      (pause) => ({ pause, slow: WRITE, cut: 0, place: 'after' }) as const,
    )
    return live({ ...world, runs })
  }

  test.each([
    { seconds: 0, isSeen: false },
    { seconds: -1, isSeen: true },
  ])('where a key signs $seconds s after its time: $isSeen', async ({ seconds, isSeen }) => {
    const world = { runs: [], rotatorAhead: -SKEW, signerAhead: 0 }
    const history = (await rotateOnce(world)).map(({ at, contents }) => ({ at, contents: shift(contents, seconds) }))
    expect(findUnverifiable(history, world).length > 0).toBe(isSeen)
  })

  test.each([
    { seconds: -SKEW, isSeen: false },
    { seconds: -SKEW - 1, isSeen: true },
  ])('where a key leaves $seconds s after its time: $isSeen', async ({ seconds, isSeen }) => {
    const world = { runs: [], rotatorAhead: 0, signerAhead: -SKEW }
    const history = await rotateOnce(world)
    const first = history.findIndex(({ contents }) => contents.get('jwks')?.includes('removed'))
    expect(first).toBeGreaterThan(0)
    const signs = setsOf(history).at(-1)?.times[0]?.signsAtSeconds ?? 0
    const altered = history.map((held, i) => (i < first ? held : { ...held, at: signs + OVERLAP + seconds }))
    expect(findUnverifiable(altered, world).length > 0).toBe(isSeen)
  })
})

/** The same contents, had each key that waited begun to sign this much later. */
function shift(contents: Contents, seconds: number): Contents {
  const text = contents.get('jwks')
  if (text === undefined) return contents
  const { times, ...set } = readStoredKeySet(text, 'jwks')
  const shifted = times.map((key) => {
    const { publishedAtSeconds, signsAtSeconds = 0 } = key
    return signsAtSeconds === publishedAtSeconds ? key : { ...key, signsAtSeconds: signsAtSeconds + seconds }
  })
  return new Map([...contents, ['jwks', writeStoredKeySet({ ...set, times: shifted })]])
}
