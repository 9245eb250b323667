import { describe, expect, test } from 'vitest'
import { keepStarted } from '../../src/edge/keep-started.ts'

const TIMES = { renewAfterSeconds: 100, dropAfterSeconds: 1000, retryAfterSeconds: 10 }

type Plan = readonly ('works' | 'fails' | 'hangs')[]

/** Starts that go as planned, each of them giving its own number. */
function starterOf(plan: Plan) {
  const faults: unknown[] = []
  let starts = 0
  const start = (): Promise<number> => {
    const step = plan[starts++]
    if (step === 'hangs') return new Promise(() => undefined)
    return step === 'works' ? Promise.resolve(starts) : Promise.reject(new Error(`start ${starts}`))
  }
  const started = keepStarted(start, (error) => faults.push(error), TIMES)
  return { ask: async (now: number) => started(undefined, now), faults, starts: () => starts }
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0))
}

describe('what was started', () => {
  test('serves every request until it is old', async () => {
    const { ask, starts } = starterOf(['works'])
    expect([await ask(0), await ask(1), await ask(99), starts()]).toEqual([1, 1, 1, 1])
  })

  test('serves on while it is being renewed, and then gives way', async () => {
    const { ask } = starterOf(['works', 'works'])
    await ask(0)
    const during = await ask(100)
    await settle()
    expect([during, await ask(100)]).toEqual([1, 2])
  })

  test('serves on while it cannot be renewed, until it is too old', async () => {
    const { ask, faults } = starterOf(['works', 'fails', 'fails'])
    await ask(0)
    await ask(500)
    await settle()
    expect([await ask(501), await ask(1000), faults.length]).toEqual([1, undefined, 2])
  })

  test('is renewed by one request at a time', async () => {
    const { ask, starts } = starterOf(['works', 'hangs', 'works'])
    await ask(0)
    await Promise.all([ask(100), ask(100), ask(101)])
    expect(starts()).toBe(2)
  })

  test('is renewed by a later request if the one that tried was cancelled', async () => {
    const { ask } = starterOf(['works', 'hangs', 'works'])
    await ask(0)
    await ask(100)
    await ask(110)
    await settle()
    expect(await ask(111)).toBe(3)
  })

  test('is waited for by all requests that find nothing, also after a long silence', async () => {
    const { ask } = starterOf(['works', 'works', 'works'])
    await ask(0)
    expect(await Promise.all([ask(5000), ask(5000)])).not.toContain(undefined)
  })
})

describe('a start that fails', () => {
  test('is told once, and not tried again before its time', async () => {
    const { ask, faults, starts } = starterOf(['fails', 'works'])
    expect([await ask(0), await ask(1), await ask(9)]).toEqual([undefined, undefined, undefined])
    expect([faults.length, starts()]).toEqual([1, 1])
  })

  test('is not kept', async () => {
    const { ask } = starterOf(['fails', 'works'])
    await ask(0)
    expect(await ask(10)).toBe(2)
  })

  test('does not stop those that wait for another', async () => {
    const { ask } = starterOf(['hangs', 'works'])
    void ask(0)
    expect(await ask(0)).toBe(2)
  })
})
