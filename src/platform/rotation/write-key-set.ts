import type { KeyTimes } from '../../assertion/key-states.ts'
import type { RotationStep } from '../../assertion/rotation-plan.ts'
import { type StoredKeySet, writeStoredKeySet } from '../../assertion/stored-key-set.ts'
import type { WritableStore } from '../stores/store.ts'
import { KEY_SET_NAME, type StoredKeys } from './load-keys.ts'
import { readPublicHalf } from './read-public-half.ts'

/** The part of the landing time that a write may take; the rest is for clocks. */
const MAX_WRITE_SECONDS = 30

type WriteStep = Extract<RotationStep, { step: 'write-set' }>

type WriteOptions = {
  readonly store: WritableStore
  readonly clock: () => number
  /** When the step was planned. */
  readonly now: number
}

/**
 * Writes the set that a step ends in, and resolves to the times in it: those of a new key count from this write on, for
 * a key is published when its set has landed, not when that was planned.
 */
export async function writeKeySet(
  step: WriteStep,
  stored: StoredKeys,
  { store, clock, now }: WriteOptions,
): Promise<readonly KeyTimes[]> {
  const published = step.publishes.map((keyId) => readPublicHalf(stored.privateKeys.get(keyId) ?? '', keyId))
  const halves = new Map([...stored.set.keys, ...(await Promise.all(published))].map((jwk) => [jwk.kid, jwk]))
  const { removed } = step.becomes
  const toSet = (times: readonly KeyTimes[]): StoredKeySet => {
    return { keys: times.flatMap(({ keyId }) => halves.get(keyId) ?? []), times, removed }
  }
  const startedAt = Math.ceil(clock())
  const times = putOff(step.becomes.times, step.publishes, startedAt - now)
  const text = writeStoredKeySet(toSet(times))
  await store.replace(KEY_SET_NAME, text, stored.setText)
  const landedAt = Math.ceil(clock())
  if (landedAt - startedAt <= MAX_WRITE_SECONDS || !times.some((key) => isWaiting(key, step.publishes))) return times
  // A store that throttles, a machine that fell asleep: meanwhile verifiers have fetched sets without the new key. It is
  // published by now, so this write may take as long as it likes.
  const later = putOff(times, step.publishes, landedAt - startedAt)
  await store.replace(KEY_SET_NAME, writeStoredKeySet(toSet(later)), text)
  return later
}

function isWaiting({ keyId, publishedAtSeconds, signsAtSeconds }: KeyTimes, published: readonly string[]): boolean {
  return published.includes(keyId) && signsAtSeconds !== publishedAtSeconds
}

function putOff(times: readonly KeyTimes[], published: readonly string[], seconds: number): readonly KeyTimes[] {
  return times.map((key) => {
    const { keyId, publishedAtSeconds, signsAtSeconds = publishedAtSeconds } = key
    if (!published.includes(keyId)) return key
    return { keyId, publishedAtSeconds: publishedAtSeconds + seconds, signsAtSeconds: signsAtSeconds + seconds }
  })
}
