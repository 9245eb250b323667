import type { Origin } from './find-route.ts'
import { type Forwarded, forward } from './forward.ts'
import { type Handled, handledByProblem } from './handled.ts'
import { isPassedOn } from './is-passed-on.ts'
import { outgoingHeaders } from './outgoing-headers.ts'
import { problem } from './problem.ts'
import { sealRequest } from './seal-request.ts'
import type { EdgeService } from './service.ts'
import { type Visit, wantsWebSocket } from './visit.ts'

/** Of the service, what sending needs: nothing here depends on where a request came from. */
type Sending = Pick<EdgeService, 'edge' | 'transport'>

/** Seals a request and passes it on to the origin of its host, or says why not. */
export async function proxyRequest(service: Sending, visit: Visit): Promise<Handled> {
  const { method, target, route, resolution } = visit
  if (!isPassedOn(method)) return handledByProblem('unsupported', 501)
  if (!route.isValid) return handledByProblem('malformed', 400)
  const { origin } = route
  if (origin === undefined) return handledByProblem('unrouted', 421)
  if (service.transport.webSockets === 'refused' && wantsWebSocket(visit)) return handledByProblem('unsupported', 501)
  const { audience, host } = origin
  const sealing = await sealRequest(service.edge, resolution, { audience, host, method, path: target.path })
  switch (sealing.outcome) {
    case 'refused':
      return handledByProblem('refused', 403)
    case 'unsealable':
      return handledByProblem('unsealable', 400, { sealCode: sealing.code })
    case 'unsealed':
      return passOn(service, visit, { outcome: 'unsealed', origin, assertion: undefined })
    case 'sealed':
      return passOn(service, visit, { outcome: 'sealed', origin, assertion: sealing.assertion })
  }
}

type Onward = {
  readonly outcome: 'sealed' | 'unsealed'
  readonly origin: Origin
  readonly assertion: string | undefined
}

async function passOn({ transport }: Sending, visit: Visit, onward: Onward): Promise<Handled> {
  const { path, query } = visit.target
  const { url, host, timeoutSeconds } = onward.origin
  const plan = { url: `${url}${path}${query}`, headers: outgoingHeaders(visit, onward.assertion), timeoutSeconds }
  const forwarded = await forward(visit.request, plan, transport)
  const code = forwarded.outcome === 'unreachable' ? forwarded.code : undefined
  const origin = { host, outcome: forwarded.outcome, code }
  return { response: respond(forwarded), outcome: onward.outcome, sealCode: undefined, origin }
}

function respond(forwarded: Forwarded): Response {
  switch (forwarded.outcome) {
    case 'answered':
      return forwarded.response
    case 'timed-out':
      return problem(504)
    case 'client-gone':
      return problem(499)
    case 'unreachable':
      return problem(502)
  }
}
