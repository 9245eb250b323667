// What AWS's runtime client does as far as these tests see it, in place of it where it cannot be built. It is started by
// file name, as that one is.
import { type ClientRequest, request } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Handler = (event: unknown, second: unknown, third?: unknown) => Promise<unknown>
type Module = Readonly<Record<string, Handler | undefined>>
type Invocation = { readonly id: string; readonly event: unknown }

const BASE = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`
const streaming = new WeakSet<Handler>()

Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: Handler): Handler => {
      streaming.add(handler)
      return handler
    },
    HttpResponseStream: {
      from: (stream: ClientRequest, head: object): ClientRequest => {
        stream.setHeader('content-type', 'application/vnd.awslambda.http-integration-response')
        stream.write(JSON.stringify(head))
        stream.write(new Uint8Array(8))
        return stream
      },
    },
  },
})

const [file = '', name = ''] = (process.env._HANDLER ?? '').split('.')
// Sound: a bundle exports its handlers, and what is not there is looked at below.
const module = (await import(pathToFileURL(join(process.env.LAMBDA_TASK_ROOT ?? '', `${file}.mjs`)).href)) as Module
const handler = module[name]
if (handler === undefined) throw new Error(`${process.env._HANDLER} is not exported`)

for (;;) {
  const invocation = await takeNext()
  await (streaming.has(handler) ? stream(handler, invocation) : respond(handler, invocation))
}

async function takeNext(): Promise<Invocation> {
  const response = await fetch(`${BASE}/next`)
  return { id: response.headers.get('lambda-runtime-aws-request-id') ?? '', event: await response.json() }
}

function contextOf(id: string): object {
  return { awsRequestId: id, getRemainingTimeInMillis: () => 10_000 }
}

async function respond(handle: Handler, { id, event }: Invocation): Promise<void> {
  try {
    const body = JSON.stringify((await handle(event, contextOf(id))) ?? null)
    await fetch(`${BASE}/${id}/response`, { method: 'POST', body })
  } catch (error) {
    const type = error instanceof Error ? error.name : typeof error
    const headers = { 'lambda-runtime-function-error-type': type }
    await fetch(`${BASE}/${id}/error`, { method: 'POST', body: '{}', headers })
  }
}

async function stream(handle: Handler, { id, event }: Invocation): Promise<void> {
  const headers = {
    'lambda-runtime-function-response-mode': 'streaming',
    'transfer-encoding': 'chunked',
    trailer: 'Lambda-Runtime-Function-Error-Type',
  }
  const sent = request(`${BASE}/${id}/response`, { method: 'POST', headers })
  Object.assign(sent, { setContentType: (type: string) => sent.setHeader('content-type', type) })
  const answered = new Promise((done) => sent.on('response', (response) => response.resume().on('end', done)))
  try {
    await handle(event, sent, contextOf(id))
  } catch (error) {
    sent.addTrailers({ 'Lambda-Runtime-Function-Error-Type': error instanceof Error ? error.name : typeof error })
    sent.end()
  }
  await answered
}
