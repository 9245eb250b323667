import { FaultError } from '../fault/fault-error.ts'
import { describeError, type ErrorDescription } from './describe-error.ts'

/** A start that failed, for a structured log. */
export type StartFault = {
  /** What pino writes for `fatal`. */
  readonly level: 60
  /** Milliseconds since 1970. */
  readonly time: number
  readonly msg: 'start failed'
  /** What is wrong and what to do about it, if the fault is one that this program knows. */
  readonly fault: string | undefined
  readonly err: ErrorDescription
}

export function startFault(error: unknown, time: number): StartFault {
  return { level: 60, time, msg: 'start failed', fault: readMessage(error), err: describeError(error) }
}

/** These are written by this project, and none of them shows a secret. Whatever else was thrown may. */
function readMessage(error: unknown): string | undefined {
  return error instanceof FaultError || error instanceof RangeError ? error.message : undefined
}
