import { describeError } from '../../edge/describe-error.ts'
import type { Edge } from '../../edge/edge.ts'
import { type LogRecord, logRecord } from '../../edge/log-record.ts'
import { describeFault } from '../../fault/fault.ts'
import type { KeepEdge } from '../keep-edge.ts'
import { answerProblem } from './answer.ts'
import { type CloudFrontEvent, readCloudFrontEvent, readCloudFrontRequestId } from './event.ts'
import { bindFault } from './fault.ts'
import { type SealedEvent, sealEvent } from './seal.ts'

export type CloudFrontOptions = {
  /** Finds the edge for an event: headers of its origin may say where keys and settings are. */
  readonly keeperOf: (event: CloudFrontEvent) => KeepEdge
  /** Told of every request. */
  readonly report: (record: CloudFrontRecord) => void
}

/** As of other edges, but for the status of what is passed on: only CloudFront comes to know it. */
type CloudFrontRecord = Omit<LogRecord, 'status'> & {
  readonly status?: number | undefined
  /** What is wrong with the set-up, and what to do about it. */
  readonly fault?: string | undefined
}

/** Takes an event and returns the request for CloudFront to go on with, or a response to give instead. */
export type CloudFrontHandler = (event: unknown) => Promise<object>

type Visit = { readonly requestId: string | undefined; readonly startedMs: number }
type Handled = { readonly result: object; readonly record: CloudFrontRecord }

/**
 * Returns a Lambda@Edge function for `origin-request` and `viewer-request`.
 *
 * Fails closed: a request goes on with a seal, or without one where the settings say so and nobody knows its client.
 * Whatever else happens, the viewer gets 500 or 503, and the log a line. It rejects only if `report` throws.
 */
export function createCloudFrontHandler({ keeperOf, report }: CloudFrontOptions): CloudFrontHandler {
  const handle = async (claimed: unknown, visit: Visit): Promise<Handled> => {
    const reading = readCloudFrontEvent(claimed)
    if (!reading.ok) return fail(visit, 500, { fault: describeFault(reading.fault) })
    const { event } = reading
    const edge = await keeperOf(event)(Date.now() / 1000)
    if (edge === undefined) return fail(visit, 503)
    const fault = bindFault(edge.settings, event.eventType)
    if (fault !== undefined) return fail(visit, 503, { fault: describeFault(fault) })
    return finish(edge, await sealEvent(edge, event), visit)
  }
  return async (claimed) => {
    const visit = { requestId: readCloudFrontRequestId(claimed), startedMs: Date.now() }
    const handled = handle(claimed, visit).catch((error: unknown) => fail(visit, 500, { err: describeError(error) }))
    const { result, record } = await handled
    report(record)
    return result
  }
}

async function finish(edge: Edge, { resolved, ending }: SealedEvent, visit: Visit): Promise<Handled> {
  const { resolution } = resolved
  const known = resolution.ok ? resolution.ip : resolution.nearest
  const address = known && (await edge.writeLogAddress(known))
  const status = 'status' in ending ? ending.status : 0
  const record = logRecord(ending, resolved, { ...visit, status, endedMs: Date.now(), address })
  if ('request' in ending) return { result: ending.request, record: { ...record, status: undefined } }
  return { result: await answerProblem(ending.status), record }
}

async function fail(
  { requestId, startedMs }: Visit,
  status: 500 | 503,
  why: Pick<CloudFrontRecord, 'fault' | 'err'> = {},
): Promise<Handled> {
  const time = Date.now()
  const facts = { reqId: requestId, outcome: 'failed', status, durationMs: time - startedMs } as const
  const result = await answerProblem(status, status === 503 ? { 'retry-after': '5' } : {})
  return { result, record: { level: 50, time, msg: 'request', ...facts, ...why } }
}
