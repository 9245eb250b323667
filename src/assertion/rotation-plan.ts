import { KeyError } from './key-error.ts'
import { type JudgedKey, judgeKeys, type KeyTimes, signsFromSeconds } from './key-states.ts'
import { checkRotationTimes, LANDING_SECONDS, type RotationTimes } from './rotation-times.ts'

/** How many names of removed keys are remembered, so that none is given to a second key. */
const MAX_REMOVED = 64

/** The stored key set without its key material. */
type KeyTable = { readonly times: readonly KeyTimes[]; readonly removed: readonly string[] }

/** What a store holds of keys. */
export type RotationState = KeyTable & { readonly privateKeyIds: readonly string[] }

/** What is asked of a rotation. */
export type RotationDemand = RotationTimes & {
  /** The name for a key that has to be made: one that no key has or had. */
  readonly newKeyId: string
  /** A compromised key: it is dropped at once, and nothing else is done. */
  readonly revokedKeyId?: string | undefined
  /** The key that comes next signs at once, though verifiers may not know it yet. */
  readonly skipsWait?: boolean | undefined
}

/** One write to the store. Each leaves it sound, so that a rotation may end after any of them. */
export type RotationStep =
  | { readonly step: 'create-key'; readonly keyId: string }
  | ({ readonly step: 'write-set' } & SetChange & { readonly becomes: KeyTable })
  | { readonly step: 'delete-key'; readonly keyId: string }

type SetChange = {
  readonly publishes: readonly string[]
  /** Those that sign before their time. */
  readonly promotes: readonly string[]
  readonly removes: readonly string[]
}

export type RotationPlan =
  | { readonly ok: true; readonly steps: readonly RotationStep[] }
  /** Nothing in the store has this name, nor had. */
  | { readonly ok: false; readonly reason: 'unknown-key'; readonly keyId: string }
  /** The set names a key that signs, or will, and its private half is not there. */
  | { readonly ok: false; readonly reason: 'private-key-missing'; readonly keyId: string }

/**
 * Plans what has to be written at `now` (whole Unix seconds), in this order: a new private key, one write of the set,
 * private keys to delete. So a set never names a key that signers do not find, wherever the steps end. Nothing is
 * planned for what has been done, and a rotation that was cut short goes on: a private key that no set has named yet is
 * published in place of a new one.
 *
 * No write makes a key the current one: that is a matter of its times ({@link judgeKeys}). Throws a {@link KeyError} for
 * times that cannot be kept, and for a key from the future: it would put off every other one until then.
 */
export function planRotation(state: RotationState, demand: RotationDemand, now: number): RotationPlan {
  checkRotationTimes(demand)
  const { revokedKeyId } = demand
  if (revokedKeyId === undefined) return planDue(state, demand, now)
  if (isKnown(state, revokedKeyId)) return { ok: true, steps: planRevocation(state, { ...demand, revokedKeyId }, now) }
  return { ok: false, reason: 'unknown-key', keyId: revokedKeyId }
}

function planDue(state: RotationState, demand: RotationDemand, now: number): RotationPlan {
  const { keys } = judgeKeys(state.times, demand.waits, now)
  checkClock(state.times, now)
  const headless = keys.find(({ keyId, state: life }) => {
    return (life === 'current' || life === 'next') && !state.privateKeyIds.includes(keyId)
  })
  if (headless !== undefined) return { ok: false, reason: 'private-key-missing', keyId: headless.keyId }
  const next = keys.find(({ state: life }) => life === 'next')
  const isDue = next === undefined && now >= lastPublished(state.times) + demand.everySeconds
  const promotes = demand.skipsWait && next !== undefined ? [next.keyId] : []
  // The first key of all signs at once: there is no other, and no verifier has a set without it.
  const isAtOnce = state.times.length === 0 || demand.skipsWait === true
  const signsAtSeconds = isAtOnce ? now : now + LANDING_SECONDS + demand.waits.verifierCacheSeconds
  const published = isDue ? { keyId: chooseKeyId(state, demand), publishedAtSeconds: now, signsAtSeconds } : undefined
  return { ok: true, steps: toSteps(state, { published, promotes, removes: idsOfGone(keys) }, now) }
}

/** Keys that are gone already go with it: without the newer key they would count as living again. */
function planRevocation(
  state: RotationState,
  demand: RotationDemand & { readonly revokedKeyId: string },
  now: number,
): readonly RotationStep[] {
  const { revokedKeyId, waits } = demand
  if (state.removed.includes(revokedKeyId)) return toSteps(state, { promotes: [], removes: [] }, now)
  const gone = idsOfGone(judgeKeys(state.times, waits, now).keys)
  const removes = [...gone.filter((keyId) => keyId !== revokedKeyId), revokedKeyId]
  const left = state.times.filter(({ keyId }) => !removes.includes(keyId))
  const { signing } = judgeKeys(left, waits, now)
  // A key whose private half is gone signs for nobody, though its time may come again by this.
  const heir = left.find((key) => key.keyId === signing && state.privateKeyIds.includes(key.keyId))
  const standIn = heir !== undefined && signsFromSeconds(heir, waits) > now ? heir : undefined
  const another = { keyId: chooseKeyId(state, demand), publishedAtSeconds: now, signsAtSeconds: now }
  const published = heir === undefined ? another : undefined
  return toSteps(state, { published, promotes: standIn === undefined ? [] : [standIn.keyId], removes }, now)
}

function checkClock(times: readonly KeyTimes[], now: number): void {
  const early = times.find(({ publishedAtSeconds }) => publishedAtSeconds > now + LANDING_SECONDS)
  if (early === undefined) return
  throw new KeyError({
    code: 'BAD_KEY_WAITS',
    path: `jwks: iat of ${early.keyId}`,
    rule: 'a key was published before now',
    received: `${early.publishedAtSeconds}, and now is ${now}`,
    nextStep: 'Set the clock; if it is right, drop the key, as whoever published it had a wrong one: --revoke',
  })
}

function isKnown({ times, removed, privateKeyIds }: RotationState, keyId: string): boolean {
  return times.some((key) => key.keyId === keyId) || removed.includes(keyId) || privateKeyIds.includes(keyId)
}

function idsOfGone(keys: readonly JudgedKey[]): readonly string[] {
  return keys.filter(({ state }) => state === 'gone').map(({ keyId }) => keyId)
}

function lastPublished(times: readonly KeyTimes[]): number {
  return Math.max(...times.map(({ publishedAtSeconds }) => publishedAtSeconds))
}

/** A private key that was made for this and never published, or else the new name. */
function chooseKeyId({ times, removed, privateKeyIds }: RotationState, demand: RotationDemand): string {
  const used = [...times.map(({ keyId }) => keyId), ...removed, demand.revokedKeyId]
  const [made] = privateKeyIds.filter((keyId) => !used.includes(keyId)).toSorted()
  return made ?? demand.newKeyId
}

type Change = {
  readonly published?: KeyTimes | undefined
  readonly promotes: readonly string[]
  readonly removes: readonly string[]
}

function toSteps(state: RotationState, change: Change, now: number): readonly RotationStep[] {
  const { published, promotes, removes } = change
  const publishes = published === undefined ? [] : [published.keyId]
  const creates = publishes.filter((keyId) => !state.privateKeyIds.includes(keyId))
  const isWritten = publishes.length + promotes.length + removes.length > 0
  const becomes = isWritten ? applyChange(state, change, now) : state
  return [
    ...creates.map((keyId) => ({ step: 'create-key', keyId }) as const),
    ...(isWritten ? [{ step: 'write-set', publishes, promotes, removes, becomes } as const] : []),
    ...state.privateKeyIds
      .filter((keyId) => becomes.removed.includes(keyId))
      .map((keyId) => ({ step: 'delete-key', keyId }) as const),
  ]
}

function applyChange(state: RotationState, { published, promotes, removes }: Change, now: number): KeyTable {
  const kept = state.times.filter(({ keyId }) => !removes.includes(keyId))
  const times = kept.map((key) => (promotes.includes(key.keyId) ? { ...key, signsAtSeconds: now } : key))
  const removed = [...state.removed, ...removes]
  return {
    times: published === undefined ? times : [...times, published],
    // A private key that is still there has to be deleted, however long ago that was settled.
    removed: removed.filter((keyId, i) => i >= removed.length - MAX_REMOVED || state.privateKeyIds.includes(keyId)),
  }
}
