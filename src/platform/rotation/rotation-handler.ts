import { describeError, type ErrorDescription } from '../../edge/describe-error.ts'
import { FaultError } from '../../fault/fault-error.ts'
import type { WritableStore } from '../stores/store.ts'
import type { KeyReport, Rotation } from './rotate-keys.ts'
import { rotateKeys } from './rotate-keys.ts'
import { readRotationEvent } from './rotation-event.ts'

export type RotationHandlerOptions = {
  /** What IPSEAL_KEYS says. */
  readonly reference: string | undefined
  readonly openStore: (reference: string) => WritableStore
  readonly report: (record: RotationRecord) => void
  /** Unix seconds; the system's clock if left out. */
  readonly clock?: () => number
}

/** One run, for a structured log. Nothing in it is secret. */
export type RotationRecord =
  | ({
      /** The numbers that pino writes: info, error. */
      readonly level: 30
      /** Milliseconds since 1970. */
      readonly time: number
      readonly msg: 'keys rotated'
      readonly store: string
      /** What was written; empty if nothing was due. */
      readonly steps: readonly object[]
    } & KeyReport)
  | {
      readonly level: 50
      readonly time: number
      readonly msg: 'keys not rotated'
      /** What is wrong and what to do about it, if the fault is one that this program knows. */
      readonly fault: string | undefined
      readonly err: ErrorDescription
    }

/** What Lambda gives along with an event, as far as it is used here. */
export type RotationContext = { readonly getRemainingTimeInMillis: () => number }

/** Ends in time to say why, before Lambda ends the process. */
const LAST_WORDS_MS = 1000

/**
 * Makes the handler of a schedule that rotates the keys of one store: daily or more often, as keys leave and are made
 * only when it runs. Whatever goes wrong is one line of the log, and an error for the platform to alarm on.
 */
export function createRotationHandler({ reference, openStore, report, clock = systemClock }: RotationHandlerOptions) {
  return async (event: unknown, context: RotationContext): Promise<void> => {
    const time = (): number => Math.floor(clock() * 1000)
    try {
      const store = openStore(reference ?? '')
      const signal = AbortSignal.timeout(Math.max(context.getRemainingTimeInMillis() - LAST_WORDS_MS, 0))
      const rotation = await rotateKeys({ ...readRotationEvent(event), store, clock, signal })
      report({ level: 30, time: time(), msg: 'keys rotated', store: store.name, ...showRotation(rotation) })
    } catch (error) {
      const fault = error instanceof FaultError ? error.message : undefined
      report({ level: 50, time: time(), msg: 'keys not rotated', fault, err: describeError(error) })
      // Lambda logs what is thrown as it is, with its causes, so it gets none.
      throw new Error(fault ?? 'the keys were not rotated: the log says where this came from')
    }
  }
}

function systemClock(): number {
  return Date.now() / 1000
}

function showRotation({
  keys,
  coming,
  unpublished,
  ...rest
}: Rotation): KeyReport & { readonly steps: readonly object[] } {
  const steps = 'steps' in rest ? rest.steps.map((step) => ({ ...step, becomes: undefined })) : []
  return { steps, keys, coming, unpublished }
}
