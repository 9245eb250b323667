import { describeError, type ErrorDescription } from '../../edge/describe-error.ts'
import { FaultError } from '../../fault/fault-error.ts'
import { type RefreshRecord, refreshRecord } from '../../refresh/refresh-record.ts'
import type { RefreshResult } from '../../refresh/refresh-result.ts'
import { RefreshError } from './refresh-error.ts'

/** A line of the log of a refresh. Nothing in it is secret. */
export type RefreshLogRecord =
  | (RefreshRecord & { readonly store: string })
  | {
      readonly level: 30
      /** Milliseconds since 1970. */
      readonly time: number
      /** Told of a change that is in the store already. */
      readonly msg: 'ranges known'
      readonly store: string
      readonly provider: string
      readonly syncToken: number
    }
  | {
      /** Warn where the platform tries again by itself, else error. */
      readonly level: 40 | 50
      readonly time: number
      readonly msg: 'ranges not refreshed'
      /** What is wrong and what to do about it, if the fault is one that this program knows. */
      readonly fault: string | undefined
      readonly err: ErrorDescription
    }

export type RefreshLog = {
  readonly report: (record: RefreshLogRecord) => void
  /** Unix seconds. */
  readonly clock: () => number
}

/** Returns what hears of each result and logs it. */
export function resultLog({ report, clock }: RefreshLog, store: string): (result: RefreshResult) => void {
  return (result) => report({ ...refreshRecord(result, toMilliseconds(clock)), store })
}

/**
 * Ends a refresh in an error if any list was not refreshed, so that the platform can alarm: after all of them were tried,
 * and with the names of those. Each has told why in the log.
 */
export function requireRefreshed(results: readonly RefreshResult[], store: string): void {
  const failed = results.filter(({ outcome }) => outcome === 'refused' || outcome === 'failed')
  if (failed.length === 0) return
  throw new RefreshError({
    code: 'NOT_REFRESHED',
    path: store,
    rule: 'every list must be fetched and accepted; what was accepted before stands',
    received: failed.map(({ provider, outcome }) => `${provider} ${outcome}`).join(', '),
    nextStep: 'The log says of each which rule it broke',
  })
}

/**
 * Runs a refresh, and if it does not end well says why in one line, unless its lists have said so. What is thrown then has
 * no cause: platforms log errors as they are.
 */
export async function withLastWords<Outcome>(log: RefreshLog, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run()
  } catch (error) {
    const fault = error instanceof FaultError ? error.message : undefined
    const code = error instanceof RefreshError ? error.code : undefined
    if (code !== 'NOT_REFRESHED') {
      const level = code === 'NOT_ARRIVED' ? 40 : 50
      const time = toMilliseconds(log.clock)
      log.report({ level, time, msg: 'ranges not refreshed', fault, err: describeError(error) })
    }
    throw new Error(fault ?? 'the lists were not refreshed: the log says where this came from')
  }
}

export function toMilliseconds(clock: () => number): number {
  return Math.floor(clock() * 1000)
}
