import type { HeaderLine } from '../headers/header-line.ts'
import type { Resolution } from '../resolve/resolution.ts'
import { type RequestFacts, resolve } from '../resolve/resolve.ts'
import { compareShadow, type ShadowComparison } from './compare-shadow.ts'
import type { Edge } from './edge.ts'

/** Tells what a runtime knows of a request from all of its header lines, their names in lower case. */
export type ReadFacts = (lines: readonly HeaderLine[], request: Request) => RequestFacts

/** One request at the edge, resolved. */
export type Visit = {
  readonly request: Request
  readonly url: URL
  /** Every line, also those that the platform wrote: whatever is not passed on is chosen from these. */
  readonly lines: readonly HeaderLine[]
  readonly resolution: Resolution
  readonly comparison: ShadowComparison | undefined
}

/** Resolves a request; undefined if its target and host make no URL. */
export function openVisit(edge: Edge, request: Request, readFacts: ReadFacts): Visit | undefined {
  const url = URL.parse(request.url)
  if (url === null) return undefined
  const lines = [...request.headers]
  const facts = readFacts(lines, request)
  const resolution = resolve(edge.policy, facts)
  const comparison = edge.shadowPolicy && compareShadow(edge.shadowPolicy, facts, resolution)
  return { request, url, lines, resolution, comparison }
}
