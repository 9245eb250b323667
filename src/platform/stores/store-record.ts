import type { ErrorDescription } from '../../edge/describe-error.ts'
import { type StartFault, startFault } from '../../edge/start-fault.ts'
import type { FreshEvent } from '../../fresh/fresh.ts'
import { StoreError } from './store-error.ts'

/** What became of the keys, for a structured log and the metrics made from it. */
export type StoreRecord = {
  /** The numbers that pino writes: info, error, fatal. */
  readonly level: 30 | 50 | 60
  /** Milliseconds since 1970. */
  readonly time: number
  readonly msg: 'keys loaded' | 'keys not refreshed' | 'keys expired'
  readonly store: string | undefined
  /** Of the keys that were there before, or that serve on. */
  readonly ageSeconds: number | undefined
  /** Loads that failed one after another. */
  readonly failures: number
  /** What is wrong and what to do about it, if the fault is one that this program knows. */
  readonly fault?: string | undefined
  readonly err?: ErrorDescription | undefined
}

/** A start that failed, and the store that it was to be made from. */
export type StoreStartFault = StartFault & Pick<StoreRecord, 'store' | 'failures'>

/** Returns what to log of an event at `time` (milliseconds); undefined for keys out of variables, which never change. */
export function storeRecord(
  event: FreshEvent,
  store: string | undefined,
  time: number,
): StoreRecord | StoreStartFault | undefined {
  const { ageSeconds, failures } = event
  const facts = { time, store, ageSeconds, failures }
  switch (event.event) {
    case 'loaded':
      return store === undefined ? undefined : { level: 30, msg: 'keys loaded', ...facts }
    case 'expired':
      return { level: 60, msg: 'keys expired', ...facts }
    case 'load-failed': {
      const start = startFault(explainTimeout(event.error, store), time)
      if (ageSeconds === undefined) return { ...start, store, failures }
      return { level: 50, msg: 'keys not refreshed', ...facts, fault: start.fault, err: start.err }
    }
  }
}

/** What a load is given up with that has not ended by then: it says nothing of its own. */
function explainTimeout(error: unknown, store = 'IPSEAL_KEYS'): unknown {
  if (!(error instanceof Error) || error.name !== 'TimeoutError') return error
  const nextStep = 'It is tried again by itself. If it lasts, look at the way from here to the store'
  return new StoreError({ code: 'UNREACHABLE', path: store, rule: 'must answer in time', nextStep }, error)
}
