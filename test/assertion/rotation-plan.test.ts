import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_KEY_WAITS, judgeKeys, KeyError } from '../../src/assertion/index.ts'
import { planRotation, type RotationDemand, type RotationState } from '../../src/assertion/rotation-plan.ts'
import { readPeriod } from '../../src/assertion/rotation-times.ts'
import vectors from '../vectors/key-rotation.json' with { type: 'json' }
import { carriedOut } from './carried-out.ts'

type Vector = {
  readonly name: string
  readonly now: number
  readonly state: RotationState
  readonly demand?: Partial<RotationDemand> & { readonly verifierCacheSeconds?: number }
  readonly expect: { readonly steps: readonly unknown[] } | { readonly reason: string; readonly keyId: string }
}

// Sound: the file is written by hand in this shape.
const cases = vectors.cases as readonly Vector[]
const { everySeconds, newKeyId, waits } = vectors

const demandOf = ({ demand: { verifierCacheSeconds, ...demand } = {} }: Vector): RotationDemand => ({
  everySeconds,
  newKeyId,
  waits: { ...waits, ...(verifierCacheSeconds !== undefined && { verifierCacheSeconds }) },
  ...demand,
})

describe('a rotation', () => {
  test('waits as long as the project says', () => {
    expect(waits).toEqual(DEFAULT_KEY_WAITS)
  })

  test.each(cases)('$name', (vector) => {
    const plan = planRotation(vector.state, demandOf(vector), vector.now)
    expect(plan).toEqual({ ok: 'steps' in vector.expect, ...vector.expect })
  })

  test.each(cases.filter((vector) => 'steps' in vector.expect))('has nothing left to do after: $name', (vector) => {
    const demand = demandOf(vector)
    const plan = planRotation(vector.state, demand, vector.now)
    expect(plan.ok && planRotation(carriedOut(vector.state, plan.steps), demand, vector.now)).toEqual({
      ok: true,
      steps: [],
    })
  })

  test('says nothing of key material: it has seen none', () => {
    const steps = cases.map((vector) => planRotation(vector.state, demandOf(vector), vector.now))
    expect(JSON.stringify(steps)).not.toMatch(/"(?:d|k|x|y)":/)
  })
})

describe('a rotation that is cut short', () => {
  /** Moments at which a rotation runs, and after how many of its steps it is cut short. */
  const runs = fc.array(fc.record({ pause: fc.integer({ min: 0, max: 9000 }), cut: fc.nat(4) }), { maxLength: 40 })
  const rare = { everySeconds: 10_000, waits: DEFAULT_KEY_WAITS }

  test('leaves after every step a set whose living keys signers find, and at most one that waits', () => {
    fc.assert(
      fc.property(runs, (moments) => {
        let now = 1_000_000
        let state: RotationState = { times: [], removed: [], privateKeyIds: [] }
        for (const [index, { pause, cut }] of moments.entries()) {
          now += pause
          const plan = planRotation(state, { ...rare, newKeyId: `k${index}` }, now)
          if (!plan.ok) expect.fail(plan.reason)
          for (const step of plan.steps.slice(0, cut)) {
            state = carriedOut(state, [step])
            const { keys } = judgeKeys(state.times, DEFAULT_KEY_WAITS, now)
            const living = keys.filter(({ state: life }) => life !== 'gone')
            expect(living.filter(({ keyId }) => !state.privateKeyIds.includes(keyId))).toEqual([])
            expect(keys.filter(({ state: life }) => life === 'next').length).toBeLessThan(2)
            expect(living.length).toBeLessThan(4)
          }
        }
      }),
    )
  })

  test('comes to the same end as one that was not, if it is run again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.nat(4), (vector, cut) => {
        const demand = demandOf(vector)
        const plan = planRotation(vector.state, demand, vector.now)
        if (!plan.ok) return
        const halfway = carriedOut(vector.state, plan.steps.slice(0, cut))
        const rest = planRotation(halfway, { ...demand, newKeyId: cut === 0 ? newKeyId : 'newer' }, vector.now)
        expect(rest.ok && carriedOut(halfway, rest.steps)).toEqual(carriedOut(vector.state, plan.steps))
      }),
      { numRuns: 500 },
    )
  })
})

describe('a key from the future', () => {
  const stateAt = (publishedAtSeconds: number): RotationState => ({
    times: [{ keyId: 'a', publishedAtSeconds }],
    removed: [],
    privateKeyIds: ['a'],
  })
  const demand = { everySeconds, newKeyId, waits }

  test.each([
    { ahead: 60, isTaken: true },
    { ahead: 61, isTaken: false },
  ])('is taken $ahead s ahead of the clock: $isTaken', ({ ahead, isTaken }) => {
    const plan = () => planRotation(stateAt(1000 + ahead), demand, 1000)
    if (isTaken) expect(plan()).toEqual({ ok: true, steps: [] })
    else expect(plan).toThrow(KeyError)
  })

  test('can be revoked', () => {
    expect(planRotation(stateAt(1e10), { ...demand, revokedKeyId: 'a' }, 1000).ok).toBe(true)
  })
})

describe('the times of a rotation', () => {
  const empty: RotationState = { times: [], removed: [], privateKeyIds: [] }
  const plan = (verifierCacheSeconds: number, period: number) =>
    planRotation(empty, { everySeconds: period, newKeyId, waits: { ...waits, verifierCacheSeconds } }, 0)

  test.each(vectors.times.taken)('of $everySeconds s with a cache of $verifierCacheSeconds s can be kept', (times) => {
    expect(plan(times.verifierCacheSeconds, times.everySeconds).ok).toBe(true)
  })

  test.each(vectors.times.refused)('of $everySeconds s with a cache of $verifierCacheSeconds s cannot', (times) => {
    expect(() => plan(times.verifierCacheSeconds, times.everySeconds)).toThrow(KeyError)
  })

  test.each([Number.NaN, Number.NEGATIVE_INFINITY])('refuse a period of %d s', (period) => {
    expect(() => plan(1800, period)).toThrow(KeyError)
  })

  test.each(vectors.periods)('are written as $text: $seconds', ({ text, seconds }) => {
    expect(readPeriod(text) ?? null).toBe(seconds)
  })
})
