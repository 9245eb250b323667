import { type ReadVariable, startEdge } from '../../edge/edge-sources.ts'
import { createHandler, type Handler } from '../../edge/handler.ts'
import type { LogRecord } from '../../edge/log-record.ts'
import { problem } from '../../edge/problem.ts'
import { type StartFault, startFault } from '../../edge/start-fault.ts'
import { keepFresh } from '../../fresh/fresh.ts'
import type { PolicySources } from '../../settings/build-policy.ts'
import { EDGE_TIMES } from '../edge-times.ts'
import { readFirst } from '../read-first.ts'
import type { Store } from '../stores/store.ts'
import { readBinding } from './binding.ts'
import { readCloudflareRequest, readRay } from './request.ts'
import { CLOUDFLARE_TRANSPORT } from './transport.ts'

/** The bindings of a Worker: text, a JSON variable, or a secret of the Secrets Store. */
export type CloudflareEnv = Readonly<Record<string, unknown>>

export type CloudflareOptions = {
  readonly rangesOf: PolicySources['rangesOf']
  /** Where settings and the key set are, if no binding holds them: `(env) => openKvStore('kv:IPSEAL_KV/prod', env)`. */
  readonly openStore?: (env: CloudflareEnv) => Store
  /** Told of every request that the edge has seen, and of every failed start. */
  readonly report: (record: LogRecord | StartFault) => void
}

/** What of an edge may lie in a store that people can look into. */
const STORED: Readonly<Record<string, string>> = { IPSEAL_CONFIG: 'settings', IPSEAL_JWKS: 'jwks' }

/**
 * Makes the fetch handler of a Worker, starting the edge with the first request.
 *
 * Fails closed: until the edge has started, every request is answered with 503.
 */
export function createCloudflareWorker({ rangesOf, openStore, report }: CloudflareOptions): {
  readonly fetch: (request: Request, env: CloudflareEnv) => Promise<Response>
} {
  const start = async (env: CloudflareEnv, signal: AbortSignal): Promise<Handler> => {
    const read = readFirst((name) => readBinding(name, env[name]), readStored(await openStore?.(env).load(signal)))
    const edge = await startEdge(read, { rangesOf, platform: 'cloudflare' })
    return createHandler({
      edge,
      readFacts: readCloudflareRequest,
      readRequestId: readRay,
      transport: CLOUDFLARE_TRANSPORT,
      report,
    })
  }
  const started = keepFresh({
    ...EDGE_TIMES,
    load: start,
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

function readStored(contents: ReadonlyMap<string, string> | undefined): ReadVariable {
  return (name) => Promise.resolve(contents?.get(STORED[name] ?? ''))
}
