import type { Edge } from '../../edge/edge.ts'
import type { Ending } from '../../edge/handled.ts'
import { isPassedOn } from '../../edge/is-passed-on.ts'
import type { ProblemStatus } from '../../edge/problem.ts'
import type { ResolvedRequest } from '../../edge/resolve-client.ts'
import { sealRequest } from '../../edge/seal-request.ts'
import type { CloudFrontEvent } from './event.ts'
import { readCloudFrontFacts } from './facts.ts'
import { eachLine } from './lines.ts'
import { fitsCloudFront, outgoingHeaders, outgoingRequest } from './outgoing.ts'

/** What became of a request: CloudFront goes on with it, or answers with a problem. */
type CloudFrontEnding = Ending & ({ readonly request: object } | { readonly status: ProblemStatus })

export type SealedEvent = { readonly resolved: ResolvedRequest; readonly ending: CloudFrontEnding }

/** Resolves the client of a request and seals it for the origin that is asked next, or says why not. */
export async function sealEvent(edge: Edge, event: CloudFrontEvent): Promise<SealedEvent> {
  const { read, stripped } = edge.sortHeaders({ forEach: (tell) => eachLine(event.headers, tell) })
  const resolved = edge.resolveClient(readCloudFrontFacts(read, event))
  const ending = await sealResolved(edge, event, { resolved, stripped })
  return { resolved, ending }
}

type Sorted = { readonly resolved: ResolvedRequest; readonly stripped: readonly string[] }

async function sealResolved(
  edge: Edge,
  event: CloudFrontEvent,
  { resolved, stripped }: Sorted,
): Promise<CloudFrontEnding> {
  const { method } = event
  const host = outgoingHost(event)
  if (!isPassedOn(method)) return { outcome: 'unsupported', status: 501 }
  const audience = findAudience(edge, host)
  if (typeof audience !== 'string') return audience
  const outgoing = { audience, method, host, path: outgoingPath(event) }
  const sealing = await sealRequest(edge, resolved.resolution, outgoing)
  switch (sealing.outcome) {
    case 'refused':
      return { outcome: 'refused', status: 403 }
    case 'unsealable':
      return { outcome: 'unsealable', status: 400, sealCode: sealing.code }
    case 'unsealed':
      return { outcome: 'unsealed', request: outgoingRequest(event, outgoingHeaders(event, stripped, undefined)) }
    case 'sealed': {
      const headers = outgoingHeaders(event, stripped, sealing.assertion)
      if (!fitsCloudFront(event, headers)) return { outcome: 'unsealable', status: 400, sealCode: 'TOKEN_TOO_LARGE' }
      return { outcome: 'sealed', request: outgoingRequest(event, headers) }
    }
  }
}

/** Whom a seal for this host is for. Where no origins are configured the distribution's own are all meant. */
function findAudience({ settings, findRoute }: Edge, host: string): string | CloudFrontEnding {
  if (settings.origins.length === 0) return settings.audience
  const route = findRoute(host)
  if (!route.isValid) return { outcome: 'malformed', status: 400 }
  return route.origin?.audience ?? { outcome: 'unrouted', status: 421 }
}

/** The Host that the origin is asked for; empty, so that nothing can be bound to it, unless there is exactly one. */
function outgoingHost({ headers }: CloudFrontEvent): string {
  const [line, another] = headers.get('host') ?? []
  return another === undefined && line !== undefined ? line.value : ''
}

/**
 * The path that the origin gets: CloudFront puts the origin's own before it. Empty, so that nothing can be bound to it,
 * if a question mark in it would end it sooner for whoever reads it there.
 */
function outgoingPath({ uri, origin }: CloudFrontEvent): string {
  const path = `${origin?.path ?? ''}${uri}`
  return path.includes('?') ? '' : path
}
