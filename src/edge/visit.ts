import type { Route } from './find-route.ts'
import { readTarget, type Target } from './read-target.ts'
import type { ResolvedRequest } from './resolve-client.ts'
import type { EdgeService } from './service.ts'

/** One request at the edge: taken apart, and its client resolved. */
export type Visit = ResolvedRequest & {
  readonly request: Request
  readonly method: string
  readonly target: Target
  readonly route: Route
  /** Names of headers that must not reach the origin. */
  readonly stripped: readonly string[]
}

export function openVisit<Context>(service: EdgeService<Context>, request: Request, context: Context): Visit {
  const { edge, readFacts } = service
  const { method } = request
  const target = readTarget(request.url)
  const { read, stripped } = edge.sortHeaders(request.headers)
  const { resolution, comparison } = edge.resolveClient(readFacts(read, request, context))
  const route = edge.findRoute(target.claimedAuthority)
  return { request, method, target, route, stripped, resolution, comparison }
}

/** True for a WebSocket handshake (RFC 6455 section 4.1); other upgrades, such as h2c, end at the edge. */
export function wantsWebSocket({ request, method, stripped }: Visit): boolean {
  if (!stripped.includes('upgrade') || method !== 'GET') return false
  return request.headers.get('upgrade')?.toLowerCase() === 'websocket'
}
