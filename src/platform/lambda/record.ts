import { describeError } from '../../edge/describe-error.ts'
import type { Outcome } from '../../edge/handled.ts'
import type { LogRecord } from '../../edge/log-record.ts'
import type { ProblemStatus } from '../../edge/problem.ts'
import type { EventFault } from './event.ts'
import type { ResultFault } from './result.ts'

/** A request, as every edge logs it, or a response that could not be handed over after it had been logged. */
export type LambdaRecord = EventRecord | ResponseRecord

type EventRecord = LogRecord & {
  /** Why the event was no request that could be passed on. */
  readonly eventFault?: EventFault
}

type ResponseRecord = {
  readonly level: 50
  readonly time: number
  readonly msg: 'response'
  readonly reqId: string | undefined
  readonly resultFault: ResultFault
}

type FaultAnswer = { readonly status: ProblemStatus; readonly outcome: Outcome }

/** What is answered to an event that cannot be passed on: no more than a status, since whoever sent it may be probing. */
export const FAULT_ANSWERS: Readonly<Record<EventFault, FaultAnswer>> = {
  'unknown-event': { status: 400, outcome: 'malformed' },
  'malformed-event': { status: 400, outcome: 'malformed' },
  'malformed-host': { status: 400, outcome: 'malformed' },
  'no-address': { status: 403, outcome: 'refused' },
  'unsupported-method': { status: 501, outcome: 'unsupported' },
  'unsupported-body': { status: 501, outcome: 'unsupported' },
}

export function recordEventFault(eventFault: EventFault, reqId: string | undefined): LambdaRecord {
  const answer = FAULT_ANSWERS[eventFault]
  return { level: 40, time: Date.now(), msg: 'request', reqId, ...answer, durationMs: 0, eventFault }
}

export function recordResultFault(resultFault: ResultFault, reqId: string | undefined): LambdaRecord {
  return { level: 50, time: Date.now(), msg: 'response', reqId, resultFault }
}

export function recordFailure(error: unknown, reqId: string | undefined): LambdaRecord {
  const facts = { outcome: 'failed', status: 500, durationMs: 0, err: describeError(error) } as const
  return { level: 50, time: Date.now(), msg: 'request', reqId, ...facts }
}

/** The edge has not started, or its keys are too old; why is in a record of its own. */
export function recordNotStarted(reqId: string | undefined): LambdaRecord {
  return { level: 50, time: Date.now(), msg: 'request', reqId, outcome: 'failed', status: 503, durationMs: 0 }
}
