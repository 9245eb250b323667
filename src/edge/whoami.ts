import type { Edge } from './edge.ts'
import { type Handled, handledByProblem } from './handled.ts'
import { sealRequest } from './seal-request.ts'
import type { Visit } from './visit.ts'

const HEADERS = { 'cache-control': 'no-store', vary: 'accept' }

/**
 * Tells clients their own address: a line of text, or JSON with the seal for those who accept it.
 *
 * The hops between are left out: they are addresses of the path, and not the client's business.
 */
export async function answerWhoami(edge: Edge, visit: Visit): Promise<Handled> {
  const { resolution, request, method, target } = visit
  if (!resolution.ok) return handledByProblem('refused', 403)
  if (!acceptsJson(request)) return answered(new Response(`${resolution.ip}\n`, { headers: HEADERS }))
  const audience = whoamiAudience(edge)
  const outgoing = { audience, method, host: target.claimedAuthority, path: target.path }
  const sealing = await sealRequest(edge, resolution, outgoing)
  if (sealing.outcome === 'unsealable') return handledByProblem('unsealable', 400, { sealCode: sealing.code })
  if (sealing.outcome !== 'sealed') return handledByProblem('refused', 403)
  const { ip, via } = resolution
  return answered(Response.json({ ip, via, audience, assertion: sealing.assertion }, { headers: HEADERS }))
}

/**
 * Whom the seal in an answer is for. Where there are origins it is for none of them: the client could carry it past the
 * edge, and an origin that can be reached directly would take it for proof of the path.
 */
function whoamiAudience({ settings }: Edge): string {
  const { audience, issuer, origins, wellKnownPath } = settings
  return origins.length === 0 ? audience : `${issuer.replace(/\/$/, '')}${wellKnownPath}/whoami`
}

function acceptsJson(request: Request): boolean {
  return /\bapplication\/json\b/i.test(request.headers.get('accept') ?? '')
}

function answered(response: Response): Handled {
  return { response, outcome: 'answered' }
}
