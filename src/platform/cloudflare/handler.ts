import type { Edge } from '../../edge/edge.ts'
import { type EdgeSources, type ReadVariable, startEdge } from '../../edge/edge-sources.ts'
import { createHandler, type Handler } from '../../edge/handler.ts'
import type { LogRecord } from '../../edge/log-record.ts'
import { problem } from '../../edge/problem.ts'
import { type StartFault, startFault } from '../../edge/start-fault.ts'
import { keepFresh } from '../../fresh/fresh.ts'
import type { PolicySources } from '../../settings/build-policy.ts'
import { EDGE_TIMES } from '../edge-times.ts'
import { readBinding } from './binding.ts'
import { readCloudflareRequest, readRay } from './request.ts'
import { CLOUDFLARE_TRANSPORT } from './transport.ts'

/** The bindings of a Worker: text, a JSON variable, or a secret of the Secrets Store. */
export type CloudflareEnv = Readonly<Record<string, unknown>>

export type CloudflareOptions = {
  readonly rangesOf: PolicySources['rangesOf']
  /** Makes the edge; from bindings alone if left out. */
  readonly start?: StartEdge
  /** Told of every request that the edge has seen, and of every failed start. */
  readonly report: (record: LogRecord | StartFault) => void
}

/** A Worker as it starts: its bindings, and a signal that aborts when it has taken too long. */
export type CloudflareStart = { readonly env: CloudflareEnv; readonly signal: AbortSignal }

/** `read` gives the text of a binding. Resolves to undefined if the edge may answer no request now. */
export type StartEdge = (read: ReadVariable, sources: EdgeSources, start: CloudflareStart) => Promise<Edge | undefined>

/**
 * Makes the fetch handler of a Worker, starting the edge with the first request.
 *
 * Fails closed: until the edge has started, every request is answered with 503.
 */
export function createCloudflareWorker({ rangesOf, start = startEdge, report }: CloudflareOptions): {
  readonly fetch: (request: Request, env: CloudflareEnv) => Promise<Response>
} {
  const load = async (env: CloudflareEnv, signal: AbortSignal): Promise<Handler | undefined> => {
    const edge = await start(
      (name) => readBinding(name, env[name]),
      { rangesOf, platform: 'cloudflare' },
      { env, signal },
    )
    return (
      edge &&
      createHandler({
        edge,
        readFacts: readCloudflareRequest,
        readRequestId: readRay,
        transport: CLOUDFLARE_TRANSPORT,
        report,
      })
    )
  }
  const started = keepFresh({
    ...EDGE_TIMES,
    load,
    report: ({ event, error }) => {
      if (event === 'load-failed') report(startFault(error, Date.now()))
    },
  })
  return {
    fetch: async (request, env) => {
      const handle = await started(env, Date.now() / 1000)
      return handle === undefined ? problem(503, { 'retry-after': '5' }) : handle(request)
    },
  }
}
