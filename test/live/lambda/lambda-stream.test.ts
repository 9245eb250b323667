import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { eventOf } from '../../platform/lambda/event-vectors.ts'
import { keys, startLambda } from './lambda-under-runtime.ts'
import { resultOf } from './result-of.ts'
import type { Invoked } from './runtime-api.ts'
import type { RunningFunction } from './start-function.ts'
import { startVerifyingOrigin, type VerifyingOrigin } from './verifying-origin.ts'

const COOKIES = ['a=1; Path=/', 'b=2']
/** A buffered answer may have 6 MiB. */
const MANY_BYTES = 8_000_000

/** Released by a test once it has what the origin wrote so far. */
let rest = Promise.withResolvers<void>()
let origin: VerifyingOrigin
let lambda: RunningFunction

beforeAll(async () => {
  origin = await startVerifyingOrigin({
    keys,
    answer: (request, response) => {
      switch (request.url?.split('?')[0] ?? '') {
        case '/halves':
          response.setHeader('set-cookie', COOKIES).write('first half, ')
          void rest.promise.then(() => response.end('second half'))
          return
        case '/broken':
          response.write('first half, ')
          void rest.promise.then(() => response.destroy())
          return
        case '/many':
          response.end(Buffer.alloc(MANY_BYTES, 'a'))
          return
        case '/nothing':
          response.writeHead(204).end()
          return
        default:
          response.end('all of it')
      }
    },
  })
  lambda = await startLambda(origin, { handler: 'index.streamHandler' })
})

afterAll(async () => {
  await lambda.stop()
  await origin.stop()
})

type Streamed = { readonly head: unknown; readonly body: string; readonly error: string }

/** A stream for the trigger: a head in JSON, eight bytes of zero, and the body. */
function readStream(invoked: Invoked): Streamed {
  if (invoked.kind !== 'stream') throw new Error(`no stream but ${JSON.stringify(invoked)}`)
  expect(invoked.type).toBe('application/vnd.awslambda.http-integration-response')
  const end = invoked.bytes.indexOf(Buffer.alloc(8))
  const head: unknown = JSON.parse(invoked.bytes.subarray(0, end).toString())
  return { head, body: invoked.bytes.subarray(end + 8).toString(), error: invoked.error }
}

/** Asks for a path, and lets the origin go on when the first half has come through. */
async function ask(event: string, path: string): Promise<Streamed> {
  rest = Promise.withResolvers<void>()
  onTestFinished(() => rest.resolve())
  const patch = event === 'rest-api' ? { path, requestContext: { path: `/Prod${path}` } } : { rawPath: path }
  const invoked = await lambda.invoke(eventOf({ event, patch }), (part) => {
    if (part.includes('first half, ')) rest.resolve()
  })
  return readStream(invoked)
}

describe.each(['function-url', 'rest-api'])('through %s, from one warm container', (event) => {
  test('an answer streams: its first half is there before the origin has written the second', async () => {
    const { head, body, error } = await ask(event, '/halves')
    const cookies = event === 'rest-api' ? { multiValueHeaders: { 'set-cookie': COOKIES } } : { cookies: COOKIES }
    expect(head).toMatchObject({ statusCode: 200, ...cookies })
    expect({ body, error }).toEqual({ body: 'first half, second half', error: '' })
  })

  test('an answer that the origin breaks off is broken off, without a word of why', async () => {
    const { body, error } = await ask(event, '/broken')
    expect(body).toBe('first half, ')
    expect(error).not.toBe('')
    expect(error).not.toMatch(/socket|terminated|127\.0\.0\.1/i)
  })

  test('an answer may be larger than one that is handed over whole', async () => {
    expect((await ask(event, '/many')).body).toHaveLength(MANY_BYTES)
  })

  test('an empty answer has a head', async () => {
    expect(await ask(event, '/nothing')).toMatchObject({ head: { statusCode: 204 }, body: '', error: '' })
  })

  test('a refusal has a head too', async () => {
    const from = origin.seen.length
    const patch =
      event === 'rest-api'
        ? { requestContext: { identity: { sourceIp: 'forged' } } }
        : { requestContext: { http: { sourceIp: 'forged' } } }
    const { head, body } = readStream(await lambda.invoke(eventOf({ event, patch })))
    expect(head).toMatchObject({ statusCode: 403 })
    expect(JSON.parse(body)).toEqual({ type: 'about:blank', title: 'Forbidden', status: 403 })
    expect(origin.seen.length).toBe(from)
  })
})

test('a trigger that has no mode for streams gets its answer whole', async () => {
  const invoked = await lambda.invoke(eventOf({ event: 'http-api' }))
  if (invoked.kind !== 'stream') throw new Error('the handler is not marked as streaming')
  expect(resultOf({ kind: 'result', text: invoked.bytes.toString() })).toMatchObject({
    statusCode: 200,
    body: 'all of it',
  })
})
