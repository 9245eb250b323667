import { afterEach, describe, expect, test, vi } from 'vitest'
import { keepFresh } from '../../src/fresh/fresh.ts'
import { freshOf, settle, TIMES } from './fresh-under-test.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a value', () => {
  test('serves every request, without a promise, until its soft age', async () => {
    const { ask, askAtOnce, loads } = freshOf(['works'])
    expect([await ask(0), askAtOnce(1), askAtOnce(99.9), loads()]).toEqual([1, 1, 1, 1])
  })

  test('serves on while another is being loaded, and then gives way', async () => {
    const { ask, askAtOnce } = freshOf(['works', 'works'])
    await ask(0)
    const during = askAtOnce(100)
    await settle()
    expect([during, askAtOnce(100)]).toEqual([1, 2])
  })

  test('serves on while loads fail, until its hard age, and not at that age', async () => {
    const { ask, askAtOnce } = freshOf(['works', 'fails', 'fails', 'fails'])
    await ask(0)
    void askAtOnce(500)
    await settle()
    expect([askAtOnce(999.9), await ask(1000), await ask(1001)]).toEqual([1, undefined, undefined])
  })

  test('is as old as the beginning of its load, not its end', async () => {
    const { ask, askAtOnce, hanging, events } = freshOf(['hangs', 'fails'], { timeoutSeconds: 60 })
    const first = ask(0)
    hanging[0]?.()
    await first
    expect([askAtOnce(999), await ask(1000), events[1]?.ageSeconds]).toEqual([1, undefined, 1000])
  })

  test('is there again as soon as a load works, without anyone doing anything', async () => {
    const { ask } = freshOf(['works', 'fails', 'fails', 'works'])
    await ask(0)
    expect([await ask(1500), await ask(1510), await ask(1530)]).toEqual([undefined, undefined, 4])
  })

  test('is served at once until its waiting age, and after a quiet time only when it is new', async () => {
    const { ask, askAtOnce } = freshOf(['works', 'works', 'works'], { waitSeconds: 200 })
    await ask(0)
    const before = askAtOnce(199.9)
    await settle()
    expect([before, await ask(500)]).toEqual([1, 3])
  })

  test('is served past its waiting age where it cannot be loaded, and without a wait while nothing is tried', async () => {
    const { ask, askAtOnce, loads } = freshOf(['works', 'fails'], { waitSeconds: 200 })
    await ask(0)
    expect([await ask(500), askAtOnce(501), loads()]).toEqual([1, 1, 2])
  })

  test('is waited for by all who come past its waiting age', async () => {
    const { ask, hanging, loads } = freshOf(['works', 'hangs'], { waitSeconds: 200 })
    await ask(0)
    const asked = [ask(500), ask(500)]
    hanging[0]?.()
    expect([await Promise.all(asked), loads()]).toEqual([[2, 2], 2])
  })

  test('is not served when the clock was set back by more than its hard age', async () => {
    const { ask } = freshOf(['works', 'works'])
    await ask(5000)
    expect(await ask(4000)).toBe(2)
  })

  test('may be undefined or false', async () => {
    const falsy = keepFresh({ ...TIMES, load: () => Promise.resolve(false) })
    await falsy(undefined, 0)
    expect(falsy(undefined, 1)).toBe(false)
  })
})

describe('one load at a time', () => {
  test('serves all who come while there is nothing', async () => {
    const { ask, loads } = freshOf(['works'])
    expect([await Promise.all([ask(0), ask(0), ask(0.01)]), loads()]).toEqual([[1, 1, 1], 1])
  })

  test('serves all who come after the hard age', async () => {
    const { ask, loads } = freshOf(['works', 'works'])
    await ask(0)
    expect([await Promise.all([ask(5000), ask(5000), ask(5000)]), loads()]).toEqual([[2, 2, 2], 2])
  })

  test('refreshes what is old, and those who are served meanwhile set no timer', async () => {
    const { ask, askAtOnce, loads } = freshOf(['works', 'hangs'])
    await ask(0)
    const timers = vi.spyOn(AbortSignal, 'timeout')
    expect([askAtOnce(100), askAtOnce(100), askAtOnce(100.01), loads()]).toEqual([1, 1, 1, 2])
    expect(timers).toHaveBeenCalledTimes(1)
  })

  test('that fails has failed for all who waited for it', async () => {
    const { ask, loads } = freshOf(['fails', 'works'])
    expect([await Promise.all([ask(0), ask(0), ask(0)]), loads()]).toEqual([[undefined, undefined, undefined], 1])
  })
})

describe('a load that fails', () => {
  test('is not repeated before its pause is over, and at once after it', async () => {
    const { ask, loads } = freshOf(['fails', 'works'])
    expect([await ask(0), await ask(1), await ask(9.9), loads()]).toEqual([undefined, undefined, undefined, 1])
    expect(await ask(10)).toBe(2)
  })

  test('by throwing at once is one like any other', async () => {
    const load = () => {
      throw new Error('at once')
    }
    expect(await keepFresh({ ...TIMES, load })(undefined, 0)).toBeUndefined()
  })

  test('is repeated after a pause that doubles with each failure, up to 16 times', async () => {
    const { ask, loads } = freshOf([])
    const begun: number[] = []
    for (let now = 0; now < 1000; now++) {
      const before = loads()
      await ask(now)
      if (loads() > before) begun.push(now)
    }
    expect(begun).toEqual([0, 10, 30, 70, 150, 310, 470, 630, 790, 950])
  })

  test('does not count any more once one has worked', async () => {
    const { ask, loads } = freshOf(['fails', 'fails', 'works', 'fails', 'works'], { softSeconds: 1, hardSeconds: 2 })
    for (const now of [0, 10, 30, 100]) await ask(now)
    expect([await ask(109), await ask(110), loads()]).toEqual([undefined, 5, 5])
  })
})

describe('a caller that knows of something newer', () => {
  test('waits for it, and has everyone else served by it too', async () => {
    const { ask, askAtOnce, loads } = freshOf(['works', 'works'])
    await ask(0)
    expect([askAtOnce(50), loads()]).toEqual([1, 1])
    expect([await ask(50, 50), await ask(51), loads()]).toEqual([2, 2, 2])
  })

  test('is content with what is younger than it asks for', async () => {
    const { ask, loads } = freshOf(['works', 'works'])
    await ask(0)
    expect([await ask(29, 30), loads(), await ask(30, 30), loads()]).toEqual([1, 1, 2, 2])
  })

  test('waits for the load that is under way in place of another, even if that is what began it', async () => {
    const { ask, hanging, loads } = freshOf(['hangs', 'works'], { timeoutSeconds: 20 })
    const asked = [ask(0), ask(1, 0), ask(2, 0)]
    hanging[0]?.()
    expect([await Promise.all(asked), loads()]).toEqual([[1, 1, 1], 1])
  })

  test('does not wait for the time of a load that is over', async () => {
    const { ask } = freshOf(['works', 'works'], { timeoutSeconds: 20 })
    await ask(0)
    expect(await ask(1, 0)).toBe(2)
  })

  test('gets the old value while the last failure is young', async () => {
    const { ask, loads } = freshOf(['works', 'fails', 'works'])
    await ask(0)
    expect([await ask(50, 0), await ask(59, 0), loads(), await ask(60, 0)]).toEqual([1, 1, 2, 3])
  })
})

describe('chance', () => {
  test.each([
    { name: 'takes nothing away at its least', random: 0, softFrom: 100, retryFrom: 10 },
    { name: 'takes half of its part away in the middle', random: 0.5, softFrom: 90, retryFrom: 9 },
    { name: 'takes no more than its part away', random: 0.999_999, softFrom: 80.1, retryFrom: 8.01 },
  ])('$name', async ({ random, softFrom, retryFrom }) => {
    const spread = { jitter: 0.2, random: () => random }
    const soft = freshOf(['works', 'works'], spread)
    await soft.ask(0)
    void soft.askAtOnce(softFrom - 0.2)
    const loadsBefore = soft.loads()
    void soft.askAtOnce(softFrom)
    const retry = freshOf(['fails', 'works'], spread)
    await retry.ask(0)
    const before = await retry.ask(retryFrom - 0.1)
    expect([loadsBefore, soft.loads(), before, await retry.ask(retryFrom)]).toEqual([1, 2, undefined, 2])
  })

  test('never lets a value serve beyond its hard age', async () => {
    const { ask } = freshOf(['works', 'fails'], { jitter: 0.2, random: () => 0 })
    await ask(0)
    expect(await ask(1000)).toBeUndefined()
  })
})

test('what happened is told with the age of what was there and the failures in a row', async () => {
  const { ask, events } = freshOf(['works', 'fails', 'fails', 'works'], { hardSeconds: 300 })
  for (const now of [0, 100, 120, 300, 399]) {
    await ask(now)
    await settle()
  }
  expect(events.map(({ event, ageSeconds, failures }) => [event, ageSeconds, failures])).toEqual([
    ['loaded', undefined, 0],
    ['load-failed', 100, 1],
    ['load-failed', 120, 2],
    ['expired', 300, 2],
    ['loaded', undefined, 2],
  ])
})
