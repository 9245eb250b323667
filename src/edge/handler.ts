import { describeError } from './describe-error.ts'
import type { Edge } from './edge.ts'
import type { Handled } from './handled.ts'
import { logRecord } from './log-record.ts'
import { problem } from './problem.ts'
import { proxyRequest } from './proxy-request.ts'
import type { EdgeService } from './service.ts'
import { openVisit, type Visit } from './visit.ts'
import { answerReading, wellKnownAnswers } from './well-known.ts'
import { answerWhoami } from './whoami.ts'

/** Answers one request; rejects only if `report` throws. */
export type Handler<Context = void> = (request: Request, context: Context) => Promise<Response>

/**
 * Returns the edge as a function: its own documents under the well-known path, everything else to the origins.
 *
 * Without origins it tells clients their address, whatever the path. A fault inside answers 500 and is reported; nothing
 * is passed on then, so that no request reaches an origin unsealed by accident.
 */
export function createHandler<Context = void>(service: EdgeService<Context>): Handler<Context> {
  const { edge, report } = service
  const answerOwn = wellKnownAnswers(edge)
  const answerElse = edge.settings.origins.length > 0 ? proxyRequest : answerAnyPath
  return async (request, context) => {
    const startedMs = Date.now()
    try {
      const visit = openVisit(service, request, context)
      const handled = await (answerOwn(visit) ?? answerElse(service, visit))
      const address = await logAddress(edge, visit)
      const requestId = service.readRequestId(request, context)
      const { status } = handled.response
      report(logRecord(handled, visit, { requestId, status, startedMs, endedMs: Date.now(), address }))
      return handled.response
    } catch (error) {
      return reportFault(report, service.readRequestId(request, context), error)
    }
  }
}

function logAddress({ writeLogAddress }: Edge, { resolution }: Visit): string | undefined | Promise<string> {
  const address = resolution.ok ? resolution.ip : resolution.nearest
  return address && writeLogAddress(address)
}

function answerAnyPath({ edge }: { readonly edge: Edge }, visit: Visit): Promise<Handled> {
  return answerReading(visit, () => answerWhoami(edge, visit))
}

function reportFault(report: EdgeService['report'], reqId: string | undefined, error: unknown): Response {
  const facts = { outcome: 'failed', status: 500, durationMs: 0, err: describeError(error) } as const
  report({ level: 50, time: Date.now(), msg: 'request', reqId, ...facts })
  return problem(500)
}
