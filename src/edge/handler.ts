import { describeError } from './describe-error.ts'
import type { Edge } from './edge.ts'
import type { Handled } from './handled.ts'
import { logRecord, readRequestId } from './log-record.ts'
import { problem } from './problem.ts'
import { proxyRequest } from './proxy-request.ts'
import type { EdgeService } from './service.ts'
import { openVisit, type Visit } from './visit.ts'
import { answerReading, wellKnownAnswers } from './well-known.ts'
import { answerWhoami } from './whoami.ts'

/** Answers one request; rejects only if `report` throws. */
export type Handler = (request: Request) => Promise<Response>

/**
 * Returns the edge as a function: its own documents under the well-known path, everything else to the origins.
 *
 * Without origins it tells clients their address, whatever the path. A fault inside answers 500 and is reported; nothing
 * is passed on then, so that no request reaches an origin unsealed by accident.
 */
export function createHandler(service: EdgeService): Handler {
  const { edge, readFacts, report } = service
  const answerOwn = wellKnownAnswers(edge)
  const answerElse = edge.settings.origins.length > 0 ? proxyRequest : answerAnyPath
  return async (request) => {
    const startedMs = Date.now()
    try {
      const visit = openVisit(edge, request, readFacts)
      const handled = await (answerOwn(visit) ?? answerElse(service, visit))
      report(logRecord(handled, visit, { startedMs, endedMs: Date.now(), address: await logAddress(edge, visit) }))
      return handled.response
    } catch (error) {
      return reportFault(service, request, error)
    }
  }
}

function logAddress({ writeLogAddress }: Edge, { resolution }: Visit): string | undefined | Promise<string> {
  const address = resolution.ok ? resolution.ip : resolution.nearest
  return address && writeLogAddress(address)
}

function answerAnyPath({ edge }: EdgeService, visit: Visit): Promise<Handled> {
  return answerReading(visit, () => answerWhoami(edge, visit))
}

function reportFault({ report }: EdgeService, request: Request, error: unknown): Response {
  const facts = { outcome: 'failed', status: 500, durationMs: 0, err: describeError(error) } as const
  report({ level: 50, time: Date.now(), msg: 'request', reqId: readRequestId(request.headers), ...facts })
  return problem(500)
}
