import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { keepFresh } from '../../src/fresh/fresh.ts'

const SOFT = 30
const HARD = 100
const TIMEOUT = 20

type Action = { readonly wait: number } | 'ask' | 'oldest works' | 'newest works' | 'newest fails'

const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    fc.record({ wait: fc.integer({ min: 1, max: 60 }) }),
    fc.constantFrom<Action>('ask', 'ask', 'oldest works', 'newest works', 'newest fails'),
  ),
  { minLength: 20, maxLength: 60, size: 'max' },
)

type Load = { readonly at: number; readonly end: PromiseWithResolvers<number> }

/** A clock that is set by hand, with the limits that end by it. */
function createClock() {
  const limits: { readonly at: number; readonly controller: AbortController }[] = []
  const clock = { now: 1000 }
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController()
    limits.push({ at: clock.now + milliseconds / 1000, controller })
    return controller.signal
  })
  const wait = async (seconds: number): Promise<void> => {
    for (const end = clock.now + seconds; clock.now < end; clock.now++) {
      for (const { at, controller } of limits) if (at <= clock.now) controller.abort(new Error('time is up'))
      await settle()
    }
  }
  return { clock, wait }
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

/** Does what is asked in its order, and returns what was served and how many loads were begun while another could last. */
async function play(plan: readonly Action[], waitSeconds: number) {
  const { clock, wait } = createClock()
  const pending: Load[] = []
  const served: { readonly at: number; readonly asked: number }[] = []
  let together = 0
  const load = (): Promise<number> => {
    const at = clock.now
    together += pending.filter((other) => at - other.at < TIMEOUT).length
    const end = Promise.withResolvers<number>()
    pending.push({ at, end })
    return end.promise
  }
  const times = { softSeconds: SOFT, waitSeconds, hardSeconds: HARD, timeoutSeconds: TIMEOUT, retrySeconds: 5 }
  const fresh = keepFresh({ ...times, load })
  const ask = async (): Promise<void> => {
    const asked = clock.now
    const at = await fresh(undefined, asked)
    if (at !== undefined) served.push({ at, asked })
  }
  for (const action of plan) {
    if (typeof action === 'object') await wait(action.wait)
    else if (action === 'ask') void ask()
    else {
      const ended = action === 'oldest works' ? pending.shift() : pending.pop()
      if (action === 'newest fails') ended?.end.reject(new Error('away'))
      else ended?.end.resolve(ended.at)
    }
    await settle()
  }
  return { served, together }
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('whatever becomes of loads, and whenever they end', () => {
  test('nothing is served that was of its hard age when it was asked for, and no two loads are under way in one turn', async () => {
    let everServed = 0
    await fc.assert(
      fc.asyncProperty(actions, fc.constantFrom(60, HARD), async (plan, waitSeconds) => {
        const { served, together } = await play(plan, waitSeconds)
        everServed += served.length
        expect(served.filter(({ at, asked }) => asked - at >= HARD)).toEqual([])
        expect(together).toBe(0)
      }),
      { numRuns: 300 },
    )
    expect(everServed).toBeGreaterThan(300)
  })
})
