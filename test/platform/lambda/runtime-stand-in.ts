import { PassThrough } from 'node:stream'
import type { ResponseStream } from '../../../src/platform/lambda/stream.ts'

type Stream = ResponseStream & { beforeFirstWrite?: () => void }

/** What a client of the Lambda API receives: the type, the head in front of eight zero bytes, and the rest. */
export type Received = {
  readonly stream: ResponseStream
  readonly contentType: () => string | undefined
  readonly head: () => unknown
  readonly body: () => string
  readonly chunks: readonly Buffer[]
  readonly isEnded: () => boolean
  /** The client takes no more, and then goes away. */
  readonly stopReading: () => void
  readonly leave: () => void
}

/**
 * Stands in for the stream of the runtime, and for its `awslambda`, in what the handler has to know of them: the head goes
 * out with the first write, `end` writes nothing, and `write` says when to wait. The real one is asked in test/live/lambda.
 */
export function openStream(highWaterMark = 65_536): Received {
  const inner = new PassThrough({ highWaterMark })
  const chunks: Buffer[] = []
  let contentType: string | undefined
  inner.on('data', (chunk: Buffer) => chunks.push(chunk))
  const write = inner.write.bind(inner)
  const end = inner.end.bind(inner)
  const stream: Stream = Object.assign(inner, {
    setContentType: (type: string) => {
      contentType = type
    },
    write: (chunk: string | Uint8Array): boolean => {
      stream.beforeFirstWrite?.()
      Reflect.deleteProperty(stream, 'beforeFirstWrite')
      return write(chunk)
    },
    end: () => {
      end()
      return inner
    },
  })
  const text = (): string => Buffer.concat(chunks).toString()
  return {
    stream,
    chunks,
    contentType: () => contentType,
    head: (): unknown => JSON.parse(text().split('\0'.repeat(8))[0] ?? ''),
    body: () => text().split('\0'.repeat(8)).slice(1).join(''),
    isEnded: () => inner.writableEnded,
    stopReading: () => {
      inner.pause()
    },
    leave: () => {
      inner.destroy()
    },
  }
}

export const STAND_IN = {
  streamifyResponse: <Handler>(handler: Handler): Handler => handler,
  HttpResponseStream: {
    from: (stream: Stream, head: object): ResponseStream => {
      stream.setContentType('application/vnd.awslambda.http-integration-response')
      stream.beforeFirstWrite = () => {
        Reflect.deleteProperty(stream, 'beforeFirstWrite')
        stream.write(JSON.stringify(head))
        stream.write(new Uint8Array(8))
      }
      return stream
    },
  },
}
