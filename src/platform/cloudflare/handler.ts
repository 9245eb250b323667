import { EdgeError } from '../../edge/edge-error.ts'
import { startEdge } from '../../edge/edge-sources.ts'
import { createHandler, type Handler } from '../../edge/handler.ts'
import type { LogRecord } from '../../edge/log-record.ts'
import { problem } from '../../edge/problem.ts'
import { type StartFault, startFault } from '../../edge/start-fault.ts'
import { keepFresh } from '../../fresh/fresh.ts'
import type { PolicySources } from '../../settings/build-policy.ts'
import { readCloudflareRequest, readRay } from './request.ts'
import { CLOUDFLARE_TRANSPORT } from './transport.ts'

/** The bindings of a Worker: text, a JSON variable, or a secret of the Secrets Store. */
export type CloudflareEnv = Readonly<Record<string, unknown>>

export type CloudflareOptions = {
  readonly rangesOf: PolicySources['rangesOf']
  /** Told of every request and of every failed start. */
  readonly report: (record: LogRecord | StartFault) => void
}

/** Secrets Store values can change under a running isolate, so they are read again; a signer never outlives its hour. */
const START_TIMES = { softSeconds: 900, hardSeconds: 3600, timeoutSeconds: 10, retrySeconds: 2 }

/**
 * Makes the fetch handler of a Worker, starting the edge with the first request.
 *
 * Fails closed: until the edge has started, every request is answered with 503.
 */
export function createCloudflareWorker({ rangesOf, report }: CloudflareOptions): {
  readonly fetch: (request: Request, env: CloudflareEnv) => Promise<Response>
} {
  const start = async (env: CloudflareEnv): Promise<Handler> => {
    const edge = await startEdge((name) => readBinding(name, env[name]), { rangesOf, platform: 'cloudflare' })
    return createHandler({
      edge,
      readFacts: readCloudflareRequest,
      readRequestId: readRay,
      transport: CLOUDFLARE_TRANSPORT,
      report,
    })
  }
  const started = keepFresh({
    ...START_TIMES,
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

async function readBinding(name: string, binding: unknown): Promise<string | undefined> {
  if (typeof binding === 'string' || binding === undefined) return binding
  if (!isStoredSecret(binding)) return JSON.stringify(binding)
  try {
    return await binding.get()
  } catch (cause) {
    const nextStep = 'See that the secret exists there under the name that wrangler.toml gives'
    throw new EdgeError({ code: 'STORE_FAILED', path: name, rule: 'the Secrets Store must hold it', nextStep }, cause)
  }
}

function isStoredSecret(binding: unknown): binding is { readonly get: () => Promise<string> } {
  return typeof binding === 'object' && binding !== null && 'get' in binding && typeof binding.get === 'function'
}
