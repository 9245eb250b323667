import { KeyError } from '../../assertion/key-error.ts'
import { DEFAULT_KEY_WAITS } from '../../assertion/key-states.ts'
import { checkRotationTimes, type RotationTimes, readPeriod } from '../../assertion/rotation-times.ts'
import { describeValue } from '../../fault/escape-text.ts'
import { type RotateOptions, type Rotation, rotateKeys } from '../../platform/rotation/rotate-keys.ts'
import { openStore } from '../../platform/stores/open-store.ts'
import type { WritableStore } from '../../platform/stores/store.ts'
import { StoreError } from '../../platform/stores/store-error.ts'
import { describeHolders, describeKeys, describeSteps, hintFor } from '../describe-rotation.ts'
import { InputError, UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { KEY_HOLDERS } from '../key-holders.ts'
import { toSafeText, writeData, writeJson, writeTalk } from '../output.ts'
import { readWholeNumber } from '../read-number.ts'

/** A store that answers at all has answered everything by then. */
const TIMEOUT_MS = 120_000

const MAX_REASON_LENGTH = 200

export type KeysRotateOptions = {
  readonly store: string
  readonly every: string
  readonly verifierCache: string
  readonly nowBecause?: string
  readonly revoke?: string
  readonly dryRun?: true
  readonly json?: true
}

/** Brings the keys of a store to where they should be now, and says in which state each is and what comes next. */
export async function runKeysRotate(options: KeysRotateOptions): Promise<ExitCode> {
  const times = readTimes(options)
  const because = readReason(options)
  const store = openNamed(options.store)
  const rotation = await rotate(store, {
    ...times,
    revokedKeyId: readRevoked(options),
    skipsWait: because !== undefined,
    isDryRun: options.dryRun === true,
  })
  if (options.json) await writeJson(toAnswer(rotation, { ...options, store: store.name, because }))
  else await writeData(toText(rotation, because, options))
  const hint = hintFor(rotation)
  if (hint !== undefined) writeTalk(hint)
  return rotation.ok ? EXIT.yes : EXIT.no
}

function readTimes({ every, verifierCache }: KeysRotateOptions): RotationTimes {
  const everySeconds = readPeriod(every)
  if (everySeconds === undefined) {
    throw new UsageError(`--every is a number and d, h or m, such as 90d; got ${describeValue(every)}`)
  }
  const verifierCacheSeconds = readWholeNumber(verifierCache, '--verifier-cache')
  const times = { everySeconds, waits: { ...DEFAULT_KEY_WAITS, verifierCacheSeconds } }
  try {
    checkRotationTimes(times)
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    const option = error.path === 'everySeconds' ? '--every' : '--verifier-cache'
    throw new UsageError(`${option}: ${error.rule}. ${error.nextStep}`)
  }
  return times
}

function readRevoked({ revoke }: KeysRotateOptions): string | undefined {
  if (revoke !== '') return revoke
  throw new UsageError('--revoke takes the kid of a key; got nothing')
}

function readReason({ nowBecause, revoke }: KeysRotateOptions): string | undefined {
  if (nowBecause === undefined) return undefined
  if (revoke !== undefined) {
    throw new UsageError('--revoke waits for nothing already; take --now-because out')
  }
  const reason = nowBecause.trim()
  if (reason !== '' && reason.length <= MAX_REASON_LENGTH) return reason
  const given = reason === '' ? 'nothing' : `${reason.length} characters`
  throw new UsageError(`--now-because takes a reason of 1 to ${MAX_REASON_LENGTH} characters; got ${given}`)
}

function openNamed(reference: string): WritableStore {
  try {
    return openStore(reference)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    throw new UsageError(`--store: ${error.message}`)
  }
}

type Demand = Omit<RotateOptions, 'store' | 'clock' | 'signal'>

async function rotate(store: WritableStore, demand: Demand): Promise<Rotation> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    return await rotateKeys({ ...demand, store, signal, clock: () => Date.now() / 1000 })
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new InputError(`${store.name}: ${error.message}`, { code: error.code, cause: error })
  }
}

type AnswerFacts = KeysRotateOptions & { readonly because: string | undefined }

function toAnswer(rotation: Rotation, { store, because, dryRun, revoke }: AnswerFacts): object {
  if (!rotation.ok) return { ...rotation, store }
  const steps = rotation.steps.map((step) => ({ ...step, becomes: undefined }))
  const holders = revoke === undefined ? undefined : KEY_HOLDERS
  return { ...rotation, store, dryRun: dryRun === true, because, steps, holders }
}

function toText(rotation: Rotation, because: string | undefined, { dryRun, revoke }: KeysRotateOptions): string {
  const lines = rotation.ok
    ? [
        ...describeSteps(rotation.steps, { because, isDryRun: dryRun === true }),
        ...describeKeys(rotation),
        ...(revoke === undefined ? [] : describeHolders(KEY_HOLDERS)),
      ]
    : [`refused: no key of this store is called ${rotation.keyId}`, ...describeKeys(rotation)]
  return `${toSafeText(lines.join('\n'))}\n`
}
