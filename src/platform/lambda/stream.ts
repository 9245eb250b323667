import { once } from 'node:events'
import type { LambdaEvent, LambdaTrigger } from './event.ts'
import { fromByteString } from './headers.ts'
import { multiValueHeaders, type ResultFault, singleHeaders } from './result.ts'

/** What the runtime lets a streaming handler write to. */
export type ResponseStream = NodeJS.EventEmitter & {
  readonly setContentType: (type: string) => void
  readonly write: (chunk: string | Uint8Array) => boolean
  /** Without an argument: the runtime's own would be written in front of the head. */
  readonly end: () => void
}

type StreamHandler = (event: unknown, responseStream: ResponseStream, context: object) => Promise<void>

type AwsLambda = {
  readonly streamifyResponse: (handler: StreamHandler) => StreamHandler
  readonly HttpResponseStream: { readonly from: (stream: ResponseStream, head: object) => ResponseStream }
}

/** "Lambda proxy integration format for response streaming": the delimiter of eight bytes has to begin and end in here. */
const MAX_HEAD_BYTES = 16_384 - 8

/** The handler as the runtime wants streaming ones marked; undefined outside Lambda, where nothing streams to anyone. */
export function markStreaming(handler: StreamHandler): StreamHandler | undefined {
  return findRuntime()?.streamifyResponse(handler)
}

/**
 * True for an event whose answer can stream: Function URLs and REST APIs alone have a mode for it. An event that could
 * not be read counts as theirs, for nobody else should invoke a streaming handler.
 */
export function isStreamed(event: LambdaEvent | undefined): boolean {
  if (findRuntime() === undefined) return false
  return event === undefined || event.trigger === 'function-url' || event.trigger === 'rest-api'
}

/** Writes a response to a stream, its head first; `too-large` before anything was written, `broken-off` afterwards. */
export async function streamResponse(
  response: Response,
  trigger: LambdaTrigger | undefined,
  underlying: ResponseStream,
): Promise<ResultFault | undefined> {
  const head = headOf(response, trigger)
  if (trigger === 'rest-api' && Buffer.byteLength(JSON.stringify(head)) > MAX_HEAD_BYTES) return 'too-large'
  const stream = findRuntime()?.HttpResponseStream.from(underlying, head) ?? underlying
  try {
    // The runtime sends the head with the first write, and an empty body would have none.
    stream.write('')
    if (response.body !== null) await pump(response.body, stream)
    stream.end()
    return undefined
  } catch {
    return 'broken-off'
  }
}

/** REST APIs read `multiValueHeaders` beside the members that Function URLs know. */
function headOf({ status, headers }: Response, trigger: LambdaTrigger | undefined): object {
  const cookies = headers.getSetCookie().map(fromByteString)
  const single = singleHeaders(headers)
  if (trigger === 'rest-api') return { statusCode: status, multiValueHeaders: multiValueHeaders(single, cookies) }
  return { statusCode: status, headers: single, cookies }
}

async function pump(body: ReadableStream<Uint8Array>, stream: ResponseStream): Promise<void> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      if (!stream.write(value)) await drained(stream)
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined)
    throw error
  }
}

/** A stream that closes will never drain. */
async function drained(stream: ResponseStream): Promise<void> {
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    const closed = once(stream, 'close', { signal }).then(() => Promise.reject(new Error('closed')))
    await Promise.race([once(stream, 'drain', { signal }), closed])
  } finally {
    waiting.abort()
  }
}

function findRuntime(): AwsLambda | undefined {
  // Sound: the runtime sets it before it loads a handler (AWS docs, "Response streaming for Lambda functions").
  return (globalThis as typeof globalThis & { readonly awslambda?: AwsLambda }).awslambda
}
