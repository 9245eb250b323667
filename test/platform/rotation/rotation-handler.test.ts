import { describe, expect, test } from 'vitest'
import { KeyError } from '../../../src/assertion/key-error.ts'
import { readRotationEvent } from '../../../src/platform/rotation/rotation-event.ts'
import { createRotationHandler, type RotationRecord } from '../../../src/platform/rotation/rotation-handler.ts'
import type { WritableStore } from '../../../src/platform/stores/store.ts'
import vectors from '../../vectors/rotation-events.json' with { type: 'json' }
import { awayError, type Contents, createMemoryStore } from './memory-store.ts'
import { contentsAfter, PERIOD, START, secretsIn, statesIn } from './rotations.ts'

const SECRET = 'correct-horse-battery-staple'
const inTime = { getRemainingTimeInMillis: () => 60_000 }

async function runWith(store: WritableStore, { event, now = START }: { event?: unknown; now?: number } = {}) {
  const records: RotationRecord[] = []
  const report = (record: RotationRecord): void => {
    records.push(record)
  }
  const handler = createRotationHandler({ reference: 'memory:', openStore: () => store, report, clock: () => now })
  const failure: unknown = await handler(event ?? {}, inTime).catch((error: unknown) => error)
  return { records, failure }
}

describe('a schedule', () => {
  test.each(vectors.read)('may say $name', ({ event, everySeconds, verifierCacheSeconds }) => {
    const { waits, ...times } = readRotationEvent(event)
    expect({ ...times, cache: waits.verifierCacheSeconds }).toEqual({ everySeconds, cache: verifierCacheSeconds })
  })

  test.each(vectors.refused)('may not say $name', ({ event, path }) => {
    expect(() => readRotationEvent(event)).toThrow(KeyError)
    expect(() => readRotationEvent(event)).toThrow(expect.objectContaining({ code: 'BAD_KEY_WAITS', path }))
  })
})

describe('the rotation on a schedule', () => {
  test('rotates, and says in one line what it did and what comes next', async () => {
    const store = createMemoryStore()
    const { records, failure } = await runWith(store)
    expect(failure).toBeUndefined()
    expect(statesIn(store.contents(), START)).toBe('2026-11-21=current')
    expect(records).toEqual([
      {
        level: 30,
        time: START * 1000,
        msg: 'keys rotated',
        store: 'memory:',
        steps: [
          { step: 'create-key', keyId: '2026-11-21' },
          { step: 'write-set', publishes: ['2026-11-21'], promotes: [], removes: [] },
        ],
        keys: [{ keyId: '2026-11-21', state: 'current', sinceSeconds: START }],
        coming: [{ event: 'new-key', atSeconds: START + PERIOD }],
        unpublished: [],
      },
    ])
  })

  test('keeps the period of its event', async () => {
    const store = createMemoryStore(await contentsAfter([START]))
    await runWith(store, { event: { every: '12h' }, now: START + 43_199 })
    expect(statesIn(store.contents(), START + 43_200)).toBe('2026-11-21=current')
    await runWith(store, { event: { every: '12h' }, now: START + 43_200 })
    expect(statesIn(store.contents(), START + 43_200)).toBe('2026-11-21=current 2026-11-22=next')
  })

  test('shows nothing of any private key', async () => {
    const store = createMemoryStore(new Map([['secrets/cf-proof', SECRET]]))
    const { records } = await runWith(store)
    const secrets = [...secretsIn(store.contents()), SECRET]
    expect(secrets.length).toBe(2)
    expect(secrets.filter((secret) => JSON.stringify(records).includes(secret))).toEqual([])
  })

  test.each([
    { name: 'a store that is away', fault: awayError(), want: 'UNREACHABLE at memory:' },
    { name: 'what is not ours', fault: new Error(`cannot write ${SECRET}`), want: 'the keys were not rotated' },
  ])('fails, so that the platform alarms, with one line and no secret: $name', async ({ fault, want }) => {
    const store = { ...createMemoryStore(), load: () => Promise.reject(fault) }
    const { records, failure } = await runWith(store)
    expect(failure).toEqual(expect.objectContaining({ message: expect.stringContaining(want) }))
    expect(failure).not.toHaveProperty('cause')
    expect(records).toEqual([expect.objectContaining({ level: 50, time: START * 1000, msg: 'keys not rotated' })])
    expect(JSON.stringify(records) + String(failure)).not.toContain(SECRET)
  })

  test('fails for an event that it does not understand, and touches nothing', async () => {
    const store = createMemoryStore()
    const { records, failure } = await runWith(store, { event: { evry: '30d' } })
    expect(failure).toEqual(expect.objectContaining({ message: expect.stringContaining('BAD_KEY_WAITS') }))
    expect(records).toEqual([expect.objectContaining({ msg: 'keys not rotated' })])
    expect(store.contents().size).toBe(0)
  })

  test('fails while there is time to say so', async () => {
    const load = (signal: AbortSignal): Promise<Contents> =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(awayError()))
      })
    const records: RotationRecord[] = []
    const report = (record: RotationRecord): void => {
      records.push(record)
    }
    const openStore = (): WritableStore => ({ ...createMemoryStore(), load })
    const handler = createRotationHandler({ reference: 'memory:', openStore, report })
    await expect(handler({}, { getRemainingTimeInMillis: () => 1010 })).rejects.toThrow('UNREACHABLE')
    expect(records.length).toBe(1)
  })
})
