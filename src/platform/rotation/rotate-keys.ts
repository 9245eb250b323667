import type { SigningAlgorithm } from '../../assertion/algorithm.ts'
import { generateSigningJwk } from '../../assertion/generate-signing-jwk.ts'
import type { KeyTimes } from '../../assertion/key-states.ts'
import { type RotationOutlook, rotationOutlook } from '../../assertion/rotation-outlook.ts'
import { planRotation, type RotationStep } from '../../assertion/rotation-plan.ts'
import type { RotationTimes } from '../../assertion/rotation-times.ts'
import type { WritableStore } from '../stores/store.ts'
import { StoreError } from '../stores/store-error.ts'
import { loadKeys, type StoredKeys } from './load-keys.ts'
import { newKeyId } from './new-key-id.ts'
import { privateKeyName } from './read-public-half.ts'
import { writeKeySet } from './write-key-set.ts'

/** Who else rotates the same keys ends sooner or later, and then there is nothing left to do. */
const MAX_ATTEMPTS = 3

export type RotateOptions = RotationTimes & {
  readonly store: WritableStore
  /** Unix seconds. */
  readonly clock: () => number
  readonly signal: AbortSignal
  /** A compromised key: it is dropped at once, and nothing else is done. */
  readonly revokedKeyId?: string | undefined
  /** The key that comes next signs at once; whoever calls has a reason, and keeps it. */
  readonly skipsWait?: boolean | undefined
  /** Nothing is written. */
  readonly isDryRun?: boolean | undefined
}

/** The keys as they are now; nothing in it is secret. */
export type KeyReport = RotationOutlook & {
  /** Private keys that no set has named yet: the next key to be published is one of them. */
  readonly unpublished: readonly string[]
}

export type Rotation =
  /** What was written, or with a dry run would have been; no steps if nothing was due. */
  | ({ readonly ok: true; readonly steps: readonly RotationStep[] } & KeyReport)
  | ({ readonly ok: false; readonly reason: 'unknown-key'; readonly keyId: string } & KeyReport)

/**
 * Brings the keys of a store to where they should be now: makes a key, publishes it, takes out keys whose time is over.
 *
 * It may be run again at any time, twice at once, and after it ended anywhere: it does what is left to do. Rejects with
 * a `StoreError`, or with a `KeyError` for times that cannot be kept and for keys that cannot be read; neither shows a
 * secret.
 */
export async function rotateKeys(options: RotateOptions, attempts = MAX_ATTEMPTS): Promise<Rotation> {
  try {
    const rotation = await rotateOnce(options)
    return isSure(rotation, options) || !(await isUndone(options)) ? rotation : await rotateKeys(options, attempts - 1)
  } catch (error) {
    if (attempts === 1 || !isPassing(error)) throw error
    return rotateKeys(options, attempts - 1)
  }
}

/** Whether nothing that was written here could have been written over. */
function isSure(rotation: Rotation, { revokedKeyId, isDryRun }: RotateOptions): boolean {
  return revokedKeyId === undefined || isDryRun === true || !rotation.ok || rotation.steps.length === 0
}

/**
 * Whether a revoked key is back: a rotation that read the set before it was revoked may have written its own since, where
 * the store takes a write without a condition.
 */
async function isUndone({ store, signal, revokedKeyId }: RotateOptions): Promise<boolean> {
  const { set } = await loadKeys(store, signal)
  return set.times.some(({ keyId }) => keyId === revokedKeyId)
}

/** Another rotation has written between our reading and our writing, or while we read. */
function isPassing(error: unknown): boolean {
  return error instanceof StoreError && (error.code === 'CHANGED_MEANWHILE' || error.code === 'HALF_WRITTEN')
}

async function rotateOnce(options: RotateOptions): Promise<Rotation> {
  const { store, clock, signal, isDryRun } = options
  const stored = await loadKeys(store, signal)
  const now = Math.ceil(clock())
  const { times, removed } = stored.set
  const taken = [...times.map(({ keyId }) => keyId), ...removed, ...stored.privateKeys.keys()]
  const state = { times, removed, privateKeyIds: [...stored.privateKeys.keys()] }
  const plan = planRotation(state, { ...options, newKeyId: newKeyId(now, taken) }, now)
  if (!plan.ok && plan.reason === 'private-key-missing') throw halfWritten(store, plan.keyId)
  if (!plan.ok) return { ...plan, ...reportKeys(stored, times, options) }
  const { steps } = plan
  const timesAfter = isDryRun ? times : await carryOut(steps, { stored, now, options })
  return { ok: true, steps, ...reportKeys(stored, timesAfter, options) }
}

type Work = { readonly stored: StoredKeys; readonly now: number; readonly options: RotateOptions }

/** One after another: each step is safe only when the one before it is done. */
async function carryOut(steps: readonly RotationStep[], { stored, now, options }: Work): Promise<readonly KeyTimes[]> {
  const { store, signal } = options
  const privateKeys = new Map(stored.privateKeys)
  let { times } = stored.set
  for (const step of steps) {
    signal.throwIfAborted()
    switch (step.step) {
      case 'create-key':
        privateKeys.set(step.keyId, await createKey(store, step.keyId, stored.algorithm))
        break
      case 'write-set':
        times = await writeKeySet(step, { ...stored, privateKeys }, { ...options, now })
        break
      case 'delete-key':
        await store.remove(privateKeyName(step.keyId))
        break
    }
  }
  return times
}

async function createKey(store: WritableStore, keyId: string, algorithm: SigningAlgorithm): Promise<string> {
  const text = JSON.stringify(await generateSigningJwk(keyId, algorithm))
  if (await store.create(privateKeyName(keyId), text)) return text
  const rule = 'a key is made under a name that is free'
  const nextStep = 'Run the rotation again; it publishes the key that is there'
  throw new StoreError({ code: 'CHANGED_MEANWHILE', path: `${store.name}: ${privateKeyName(keyId)}`, rule, nextStep })
}

function reportKeys({ set, privateKeys }: StoredKeys, times: readonly KeyTimes[], options: RotateOptions): KeyReport {
  const known = [...times, ...set.times].map(({ keyId }) => keyId)
  const unpublished = [...privateKeys.keys()].filter((keyId) => !known.includes(keyId) && !set.removed.includes(keyId))
  return { ...rotationOutlook(times, options, Math.ceil(options.clock())), unpublished }
}

function halfWritten(store: WritableStore, keyId: string): StoreError {
  const nextStep = `Put the key back, or drop it: ipseal keys rotate --store ${store.name} --revoke ${keyId}`
  const rule = 'the store holds the private half of every key that signs or will'
  return new StoreError({ code: 'HALF_WRITTEN', path: `${store.name}: ${privateKeyName(keyId)}`, rule, nextStep })
}
