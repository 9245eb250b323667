import { type Forwarded, forward } from './forward.ts'
import { type Handled, handledByProblem } from './handled.ts'
import { matchOrigin, type Origin } from './match-origin.ts'
import { outgoingHeaders } from './outgoing-headers.ts'
import { problem } from './problem.ts'
import { sealRequest } from './seal-request.ts'
import type { EdgeService } from './service.ts'
import { type Visit, wantsWebSocket } from './visit.ts'

/** Methods that would show a client its own request as the origin sees it, seal included, or open a tunnel past it. */
const UNSUPPORTED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Seals a request and passes it on to the origin of its host, or says why not. */
export async function proxyRequest(service: EdgeService, visit: Visit): Promise<Handled> {
  const { edge, transport } = service
  const { request, target, resolution } = visit
  const { method } = request
  if (UNSUPPORTED_METHODS.has(method)) return handledByProblem('unsupported', 501)
  const origin = matchOrigin(edge.origins, target.hostname)
  if (origin === undefined) return handledByProblem('unrouted', 421)
  if (transport.webSockets === 'refused' && wantsWebSocket(visit)) return handledByProblem('unsupported', 501)
  const { audience, host } = origin
  const outgoing = { audience, host, method, path: target.path }
  const sealing = await sealRequest(edge, resolution, outgoing)
  switch (sealing.outcome) {
    case 'refused':
      return handledByProblem('refused', 403)
    case 'unsealable':
      return handledByProblem('unsealable', 400, { sealCode: sealing.code })
    case 'unsealed':
      return { outcome: 'unsealed', ...(await passOn(service, visit, { origin, assertion: undefined })) }
    case 'sealed':
      return { outcome: 'sealed', ...(await passOn(service, visit, { origin, assertion: sealing.assertion })) }
  }
}

type Onward = { readonly origin: Origin; readonly assertion: string | undefined }

async function passOn(
  { transport }: EdgeService,
  visit: Visit,
  { origin, assertion }: Onward,
): Promise<Omit<Handled, 'outcome'>> {
  const { path, query } = visit.target
  const { url, host, timeoutSeconds } = origin
  const plan = { url: `${url}${path}${query}`, headers: outgoingHeaders(visit, assertion), timeoutSeconds }
  const forwarded = await forward(visit.request, plan, transport)
  const code = forwarded.outcome === 'unreachable' ? forwarded.code : undefined
  return { response: respond(forwarded), origin: { host, outcome: forwarded.outcome, code } }
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
