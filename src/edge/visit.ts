import type { HeaderLine } from '../headers/header-line.ts'
import type { Resolution } from '../resolve/resolution.ts'
import { type RequestFacts, resolve } from '../resolve/resolve.ts'
import { compareShadow, type ShadowComparison } from './compare-shadow.ts'
import type { Edge } from './edge.ts'
import { readTarget, type Target } from './read-target.ts'

/** Tells what a runtime knows of a request, given the header lines that a policy looks at, their names in lower case. */
export type ReadFacts = (lines: readonly HeaderLine[], request: Request) => RequestFacts

/** One request at the edge, resolved. */
export type Visit = {
  readonly request: Request
  readonly target: Target
  /** Names of headers that must not reach the origin. */
  readonly stripped: readonly string[]
  readonly resolution: Resolution
  readonly comparison: ShadowComparison | undefined
}

/** Resolves a request; undefined if its host is no plain host. */
export function openVisit(edge: Edge, request: Request, readFacts: ReadFacts): Visit | undefined {
  const target = readTarget(request.url)
  if (target === undefined) return undefined
  const { read, stripped } = edge.sortHeaders(request.headers)
  const facts = readFacts(read, request)
  const resolution = resolve(edge.policy, facts)
  const comparison = edge.shadowPolicy && compareShadow(edge.shadowPolicy, facts, resolution)
  return { request, target, stripped, resolution, comparison }
}

/** True for a WebSocket handshake (RFC 6455 section 4.1); other upgrades, such as h2c, end at the edge. */
export function wantsWebSocket({ request, stripped }: Visit): boolean {
  if (!stripped.includes('upgrade') || request.method !== 'GET') return false
  return request.headers.get('upgrade')?.toLowerCase() === 'websocket'
}
