import type { Anomaly, RefusalReason } from '../resolve/resolution.ts'
import type { Ending, OriginOutcome, Outcome } from './handled.ts'
import type { ResolvedRequest, ShadowComparison } from './resolve-client.ts'

/** The numbers that pino writes: info, warn, error. */
type Level = 30 | 40 | 50

/**
 * One request, for a structured log. It holds no header text and no path: only words of this program, of the settings,
 * and addresses in the form that `privacy.logAddress` chose.
 */
export type LogRecord = {
  readonly level: Level
  /** Milliseconds since 1970. */
  readonly time: number
  readonly msg: 'request'
  readonly reqId?: string | undefined
  readonly outcome: Outcome
  readonly status: number
  /** Until the headers of the response; the body may still be on its way. */
  readonly durationMs: number
  readonly client?: string | undefined
  readonly via?: string | undefined
  /** Why there is no client. */
  readonly reason?: RefusalReason | undefined
  /** The header that the reason is about. */
  readonly header?: string | undefined
  /** The last address that was vouched for, where there is no client. */
  readonly nearest?: string | undefined
  readonly anomalies?: readonly Anomaly[] | undefined
  readonly shadow?: ShadowComparison['shadow'] | undefined
  readonly shadowOutcome?: ShadowComparison['shadowOutcome'] | undefined
  readonly sealCode?: string | undefined
  readonly origin?: string | undefined
  readonly originOutcome?: OriginOutcome | undefined
  readonly originCode?: string | undefined
  /** For faults of the edge itself: the name of the error and where it was raised. */
  readonly err?: { readonly type: string; readonly at: string | undefined } | undefined
}

export type LogFacts = {
  readonly requestId: string | undefined
  readonly status: number
  readonly startedMs: number
  readonly endedMs: number
  /** The address of the client, or the nearest that was vouched for, as the log may have it. */
  readonly address: string | undefined
}

export function logRecord(ending: Ending, resolved: ResolvedRequest, facts: LogFacts): LogRecord {
  const { outcome, sealCode, origin } = ending
  const { resolution, comparison } = resolved
  const { requestId: reqId, status, startedMs, endedMs, address } = facts
  return {
    level: levelOf(ending),
    time: endedMs,
    msg: 'request',
    reqId,
    outcome,
    status,
    durationMs: endedMs - startedMs,
    ...(resolution.ok
      ? { client: address, via: resolution.via }
      : { reason: resolution.reason, header: resolution.header, nearest: address }),
    anomalies: resolution.anomalies.length === 0 ? undefined : resolution.anomalies,
    ...comparison,
    sealCode,
    origin: origin?.host,
    originOutcome: origin?.outcome,
    originCode: origin?.code,
  }
}

function levelOf({ outcome, origin }: Ending): Level {
  switch (outcome) {
    case 'failed':
      return 50
    case 'unsealed':
    case 'refused':
    case 'unsealable':
    case 'malformed':
      return 40
    case 'sealed':
      return origin?.outcome === 'timed-out' || origin?.outcome === 'unreachable' ? 50 : 30
    case 'answered':
    case 'unrouted':
    case 'unsupported':
      return 30
  }
}
