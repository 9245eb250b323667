import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a function made of an event. */
export type Invoked =
  | { readonly kind: 'result'; readonly text: string }
  | { readonly kind: 'stream'; readonly type: string; readonly bytes: Buffer; readonly error: string }
  | { readonly kind: 'error'; readonly type: string; readonly text: string }

/**
 * Hands one event to the function, once it has asked for it; events wait for one another. `watch` is told of every part
 * of the answer as it comes. Rejects when the function has ended.
 */
export type Invoke = (event: unknown, watch?: (part: Buffer) => void) => Promise<Invoked>

export type RuntimeApi = {
  /** For AWS_LAMBDA_RUNTIME_API. */
  readonly address: string
  readonly invoke: Invoke
  readonly stop: (reason: string) => Promise<void>
}

type Invocation = {
  readonly id: string
  readonly body: string
  readonly watch: (part: Buffer) => void
  readonly done: PromiseWithResolvers<Invoked>
}

const BASE = '/2018-06-01/runtime'
const DEADLINE_SECONDS = 60

/**
 * The server of Lambda's Runtime API for one function ("Using the Lambda runtime API for custom runtimes"): it hands
 * out events one by one and takes what comes back, in one piece or as a stream.
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Invocation[] = []
  const running = new Map<string, Invocation>()
  let hungry: ServerResponse | undefined
  let count = 0

  const feed = (): void => {
    const next = hungry === undefined ? undefined : waiting.shift()
    if (hungry === undefined || next === undefined) return
    running.set(next.id, next)
    hungry.writeHead(200, describe(next.id)).end(next.body)
    hungry = undefined
  }
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => response.destroy(toError(error)))
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, id = '', what] =
      /^\/invocation\/([^/]+)(?:\/(response|error))?$/.exec(request.url?.slice(BASE.length) ?? '') ?? []
    if (id === 'next') {
      hungry = response
      feed()
      return
    }
    const invoked = await readInvoked(request, what, running.get(id)?.watch)
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}')
    running.get(id)?.done.resolve(invoked)
    running.delete(id)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return {
    address: `127.0.0.1:${address.port}`,
    invoke: (event, watch = () => undefined) => {
      const done = Promise.withResolvers<Invoked>()
      waiting.push({ id: `invocation-${++count}`, body: JSON.stringify(event), watch, done })
      feed()
      return done.promise
    },
    stop: async (reason) => {
      for (const { done } of [...waiting, ...running.values()]) done.reject(new Error(reason))
      server.close()
      server.closeAllConnections()
      await Promise.race([once(server, 'close'), sleep(1000)])
    },
  }
}

function describe(id: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(Date.now() + DEADLINE_SECONDS * 1000),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:123456789012:function:ipseal',
    'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0',
  }
}

async function readInvoked(request: IncomingMessage, what = '', watch?: (part: Buffer) => void): Promise<Invoked> {
  const chunks: Buffer[] = []
  request.on('data', (part: Buffer) => {
    chunks.push(part)
    watch?.(part)
  })
  await once(request, 'end')
  const bytes = Buffer.concat(chunks)
  const text = bytes.toString()
  const { headers, trailers } = request
  if (what !== 'response') return { kind: 'error', type: String(headers['lambda-runtime-function-error-type']), text }
  if (headers['lambda-runtime-function-response-mode'] !== 'streaming') return { kind: 'result', text }
  const error = String(trailers['lambda-runtime-function-error-type'] ?? '')
  return { kind: 'stream', type: String(headers['content-type']), bytes, error }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
