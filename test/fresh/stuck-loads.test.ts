import { afterEach, describe, expect, test, vi } from 'vitest'
import { freshOf, outlast, settle } from './fresh-under-test.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a load that does not end', () => {
  test('is given up after the timeout, and told to end', async () => {
    const { ask, signals, events } = freshOf(['hangs'])
    expect(await ask(0)).toBeUndefined()
    expect([signals[0]?.aborted, events]).toEqual([
      true,
      [{ event: 'load-failed', ageSeconds: undefined, failures: 1, error: signals[0]?.reason }],
    ])
  })

  test('in the background is given up too, and the next one is not kept from beginning', async () => {
    const { ask, askAtOnce, events } = freshOf(['works', 'hangs', 'works'])
    await ask(0)
    void askAtOnce(100)
    await outlast()
    expect(events.at(-1)).toMatchObject({ event: 'load-failed', ageSeconds: 100, failures: 1 })
    void askAtOnce(110)
    await settle()
    expect(askAtOnce(110)).toBe(3)
  })

  test('and is good after all serves nobody who came when it was of its hard age', async () => {
    const ends = [Promise.withResolvers<number>(), Promise.withResolvers<number>()]
    const load = () => ends.shift()?.promise ?? Promise.reject(new Error('no more'))
    const [frozen, failing] = ends
    const { askAtOnce } = freshOf([], { load, timeoutSeconds: 20 })
    void askAtOnce(0)
    const asked = [askAtOnce(990), askAtOnce(1005)]
    frozen?.resolve(1)
    await settle()
    failing?.reject(new Error('away'))
    expect(await Promise.all(asked.map(async (served) => served))).toEqual([1, undefined])
  })

  test('as its process was frozen, keeps no later request from loading, though no timer has run', async () => {
    const { ask, askAtOnce, loads } = freshOf(['works', 'hangs', 'works'], { timeoutSeconds: 60 })
    await ask(0)
    void askAtOnce(100)
    const whileUnderWay = askAtOnce(159)
    const after = askAtOnce(161)
    await settle()
    expect([whileUnderWay, after, askAtOnce(161), loads()]).toEqual([1, 1, 3, 3])
  })

  test('as its request was cancelled with all its timers, holds those who wait no longer than its turn', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(new AbortController().signal)
    const { ask, loads } = freshOf(['hangs', 'works'])
    void ask(0)
    expect([await Promise.all([ask(0), ask(0.01)]), loads()]).toEqual([[2, 2], 2])
  })

  test('but ends late, as it was frozen, is good if there is nothing newer', async () => {
    const { ask, askAtOnce, hanging } = freshOf(['works', 'hangs', 'hangs'], { timeoutSeconds: 60 })
    await ask(0)
    void askAtOnce(100)
    void askAtOnce(200)
    hanging[0]?.()
    await settle()
    expect(askAtOnce(199)).toBe(2)
  })

  test('but ends late, after a newer one, changes nothing', async () => {
    const { ask, askAtOnce, hanging, events } = freshOf(['works', 'hangs', 'works'], { timeoutSeconds: 60 })
    await ask(0)
    void askAtOnce(100)
    void askAtOnce(200)
    await settle()
    hanging[0]?.()
    await settle()
    expect([askAtOnce(299), events.map(({ event }) => event)]).toEqual([3, ['loaded', 'loaded']])
  })

  test('and is overtaken is no failure of the store', async () => {
    const { ask, askAtOnce, events } = freshOf(['works', 'hangs', 'works'])
    await ask(0)
    void askAtOnce(100)
    void askAtOnce(200)
    await outlast()
    expect(events.map(({ event, failures }) => [event, failures])).toEqual([
      ['loaded', 0],
      ['loaded', 0],
    ])
  })

  test('and is overtaken leaves those who waited for it to the one that has overtaken it', async () => {
    const own = new AbortController()
    const limits = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
    limits.mockReturnValueOnce(own.signal)
    const { ask, hanging, loads } = freshOf(['hangs', 'hangs'])
    void ask(0)
    const waiting = ask(0.01)
    const later = ask(1)
    own.abort(new Error('time is up'))
    await settle()
    hanging[1]?.()
    expect([await waiting, await later, loads()]).toEqual([2, 2, 2])
  })
})
