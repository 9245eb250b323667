import { describe, expect, test } from 'vitest'
import { importKeySet } from '../../../src/assertion/key-set.ts'
import { readStoredKeySet } from '../../../src/assertion/stored-key-set.ts'
import { verifyAssertion } from '../../../src/assertion/verify-assertion.ts'
import { parseAddress } from '../../../src/net/address.ts'
import { type KeepEdge, keepEdge } from '../../../src/platform/keep-edge.ts'
import type { WritableStore } from '../../../src/platform/stores/store.ts'
import { stampSettings } from '../../../src/settings/stamp-settings.ts'
import { AUDIENCE, ISSUER, settingsWith } from '../../edge/edge-under-test.ts'
import { noLists } from '../../platform/lists/no-lists.ts'
import { awayError, type Contents } from '../../platform/rotation/memory-store.ts'
import { privateKeysIn, START, signingKeyIn, statesIn } from '../../platform/rotation/rotations.ts'
import {
  contentsOf,
  DUE,
  FIRST,
  LEAVES,
  moto,
  newStore,
  rotateAt,
  SECOND,
  SIGNS,
  turnSwitch,
  useMoto,
} from './ssm-rotation.ts'

useMoto()

describe.skipIf('missing' in moto)('keys in Parameter Store', () => {
  test('live through a whole rotation', async () => {
    const { store } = newStore()
    const seen: string[] = []
    for (const now of [START, DUE - 1, DUE, SIGNS - 1, SIGNS, LEAVES - 1, LEAVES]) {
      await rotateAt(store, now)
      seen.push(statesIn(await contentsOf(store), now))
    }
    const [alone, waiting] = [`${FIRST}=current`, `${FIRST}=current ${SECOND}=next`]
    const replaced = `${FIRST}=previous ${SECOND}=current`
    expect(seen).toEqual([alone, alone, waiting, waiting, replaced, replaced, `${SECOND}=current`])
    expect(privateKeysIn(await contentsOf(store))).toEqual([`keys/${SECOND}`])
  })

  test.each([
    { name: 'the first key', before: [], now: START, demand: {} },
    { name: 'the next key', before: [START], now: DUE, demand: {} },
    { name: 'the end of the previous key', before: [START, DUE], now: LEAVES, demand: {} },
    { name: 'a revocation', before: [START], now: START + 60, demand: { revokedKeyId: FIRST } },
  ])('are sound wherever a rotation is cut short, and it goes on: $name', async ({ before, now, demand }) => {
    let want: string | undefined
    for (let cut = 0; ; cut++) {
      const { store } = newStore()
      for (const time of before) await rotateAt(store, time)
      const failure = await rotateAt(cutAfter(store, cut), now, demand).catch((error: unknown) => error)
      const contents = await contentsOf(store)
      if (contents.has('jwks')) expect(await signingKeyIn(contents, now)).toContain('"d":')
      await rotateAt(store, now, demand)
      const after = await contentsOf(store)
      want ??= `${statesIn(after, now)} ${privateKeysIn(after).join(' ')}`
      expect(`${statesIn(after, now)} ${privateKeysIn(after).join(' ')}`).toBe(want)
      if (!(failure instanceof Error)) break
    }
  })

  test('end where one rotation alone would bring them when several run at once', async () => {
    const { store } = newStore()
    await rotateAt(store, START)
    await Promise.allSettled([1, 2, 3].map(() => rotateAt(store, DUE)))
    await rotateAt(store, DUE)
    const contents = await contentsOf(store)
    expect(statesIn(contents, DUE)).toBe(`${FIRST}=current ${SECOND}=next`)
    expect(privateKeysIn(contents)).toEqual([`keys/${FIRST}`, `keys/${SECOND}`])
  })

  test('are rotated again as soon as the service is back', async () => {
    const { store, switched } = newStore()
    turnSwitch('cut')
    await expect(rotateAt(switched, START)).rejects.toThrow(expect.objectContaining({ code: 'UNREACHABLE' }))
    turnSwitch('through')
    await rotateAt(switched, START)
    expect(statesIn(await contentsOf(store), START)).toBe(`${FIRST}=current`)
  })
})

describe.skipIf('missing' in moto)('edges that read their keys from Parameter Store', () => {
  const ip = parseAddress('203.0.113.7') ?? expect.fail('no address')

  /** What an origin says that has the set of a moment to a request that an edge sealed. */
  async function ask(edgeAt: KeepEdge, contents: Contents, now: number): Promise<string> {
    const edge = await edgeAt(now)
    if (edge === undefined) return 'not started'
    const sealed = await edge.sealer.seal({ ip, via: 'peer', audience: AUDIENCE }, now)
    const keys = await importKeySet({ keys: readStoredKeySet(contents.get('jwks') ?? '', 'jwks').keys })
    const verdict = await verifyAssertion([sealed], { keys, issuer: ISSUER, audience: AUDIENCE, bind: 'none' }, now)
    return verdict.ok ? `ok by ${verdict.client.keyId}` : verdict.rejection.reason
  }

  test('are believed through a rotation, also those that the service was away for, until these refuse', async () => {
    const { path, store, switched } = newStore()
    await store.create('settings', JSON.stringify(await stampSettings(settingsWith())))
    const read = (name: string) => Promise.resolve(name === 'IPSEAL_KEYS' ? `ssm:${path}` : undefined)
    const keeperOf = (opened: WritableStore): KeepEdge =>
      keepEdge({ read, openStore: () => opened, rangesOf: () => undefined, ...noLists, report: () => undefined })
    const [reached, cutOff] = [keeperOf(store), keeperOf(switched)]

    await rotateAt(store, START)
    await rotateAt(store, DUE)
    const sets = [await contentsOf(store)]
    const answers = [await ask(reached, sets[0] ?? new Map(), DUE), await ask(cutOff, sets[0] ?? new Map(), SIGNS - 1)]
    turnSwitch('cut')
    await rotateAt(store, SIGNS)
    // The first request after 300 s has the keys read again, and is itself served with those that there are.
    await reached(SIGNS)
    await expect.poll(() => ask(reached, sets[0] ?? new Map(), SIGNS + 1)).toBe(`ok by ${SECOND}`)
    answers.push(await ask(cutOff, sets[0] ?? new Map(), SIGNS + 3598))
    answers.push(await ask(cutOff, await contentsOf(store), SIGNS + 3600))
    turnSwitch('through')
    await expect.poll(() => ask(cutOff, sets[0] ?? new Map(), SIGNS + 3700)).toBe(`ok by ${SECOND}`)
    expect(answers).toEqual([`ok by ${FIRST}`, `ok by ${FIRST}`, `ok by ${FIRST}`, 'not started'])

    await rotateAt(store, LEAVES)
    expect(await ask(cutOff, await contentsOf(store), LEAVES)).toBe(`ok by ${SECOND}`)
  })
})

/** The same store, away after so many of its operations. */
function cutAfter(store: WritableStore, operations: number): WritableStore {
  let left = operations
  const count = (): void => {
    left--
    if (left < 0) throw awayError()
  }
  return {
    name: store.name,
    load: async (signal) => {
      count()
      return store.load(signal)
    },
    create: async (name, text) => {
      count()
      return store.create(name, text)
    },
    replace: async (name, text, expected) => {
      count()
      return store.replace(name, text, expected)
    },
    remove: async (name) => {
      count()
      return store.remove(name)
    },
  }
}
