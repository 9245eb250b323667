import { describe, expect, test, vi } from 'vitest'
import { createEdge } from '../../../src/edge/edge.ts'
import { collectBody } from '../../../src/platform/lambda/body.ts'
import { createLambda } from '../../../src/platform/lambda/handler.ts'
import { optionsFor, settingsWith } from '../../edge/edge-under-test.ts'
import { eventOf } from './event-vectors.ts'
import { CONTEXT, lambdaWith, startPath, withBody, withHeaders } from './lambda-under-test.ts'

const TRIGGERS = ['function-url', 'http-api', 'http-api-payload-1', 'rest-api', 'alb', 'alb-multi-value'] as const
const PEER = '198.51.100.7'

const FORGED = {
  'x-client-ip-assertion': 'forged',
  x_client_ip_assertion: 'forged',
  'x-client-ip': '192.0.2.66',
  'true-client-ip': '192.0.2.66',
  forwarded: 'for=192.0.2.66',
  connection: 'x-client-ip-assertion',
}

/** Bytes that are no UTF-8. */
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, i) => i)

describe.each(TRIGGERS)('a request through %s', (event) => {
  test('reaches the origin with a seal for the peer', async () => {
    const { respond, verified, records } = await startPath((_, response) => response.end('from the origin'))
    const result = await respond(eventOf({ event }), CONTEXT)
    expect(result).toMatchObject({ statusCode: 200, body: 'from the origin', isBase64Encoded: false })
    expect(verified.map(({ ip }) => ip)).toEqual([PEER])
    expect(records).toMatchObject([{ outcome: 'sealed', status: 200, client: '198.51.100.0/24', via: 'peer' }])
  })

  test('carries nothing of what the client forged', async () => {
    const { respond, verified, records } = await startPath((_, response) => response.end())
    await respond(eventOf({ event, patch: withHeaders(event, FORGED) }), CONTEXT)
    const [{ ip, request } = { ip: undefined, request: undefined }] = verified
    expect([ip, request?.headers['x-client-ip'], request?.headers['x-forwarded-for']]).toEqual([PEER, PEER, undefined])
    expect(JSON.stringify(request?.rawHeaders)).not.toMatch(/forged|192\.0\.2\.66/)
    expect(records[0]).toMatchObject({ anomalies: expect.arrayContaining(['spoof-attempt']) })
  })

  test('keeps every byte of its body, and every byte of the answer', async () => {
    const { respond, verified } = await startPath((request, response) => request.pipe(response))
    const patch = withBody(event, 'PUT', EVERY_BYTE)
    const result = await respond(eventOf({ event, patch }), CONTEXT)
    expect(verified[0]?.request.headers['content-length']).toBe('256')
    expect(result).toMatchObject({ isBase64Encoded: true, body: Buffer.from(EVERY_BYTE).toString('base64') })
  })

  test('is told of a redirect, which is not followed', async () => {
    const { respond, verified } = await startPath((_, response) => {
      response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end()
    })
    const result = await respond(eventOf({ event }), CONTEXT)
    const { location } = { ...result.headers, ...result.multiValueHeaders }
    expect([result.statusCode, [location].flat(), verified.length]).toEqual([
      302,
      ['https://elsewhere.example.com/'],
      1,
    ])
  })

  test('has a name in the log: the id that its trigger gave it, or the one of the invocation', async () => {
    const { respond, records } = await startPath((_, response) => response.end())
    await respond(eventOf({ event }), CONTEXT)
    const isNamed = !event.startsWith('alb')
    expect(records[0]).toMatchObject({ reqId: isNamed ? expect.not.stringMatching(/^8476/) : CONTEXT.awsRequestId })
  })
})

test('an id that looks like none stays out of the log', async () => {
  const { respond, records } = lambdaWith({})
  await respond({}, { awsRequestId: '"}\n{"level":60' })
  expect(records).toMatchObject([{ reqId: undefined }])
})

test('a body without an end is not read to one', async () => {
  const cancelled = vi.fn()
  const endless = new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(new Uint8Array(1000)), cancel: cancelled })
  expect([await collectBody(endless, 10_000), cancelled.mock.calls.length]).toEqual(['too-large', 1])
})

describe('an answer', () => {
  const COOKIES = ['a=1; Path=/', 'b=2', 'c=3']

  test.each([
    { event: 'function-url', want: { headers: { 'x-many': 'one, two' }, cookies: COOKIES } },
    { event: 'http-api', want: { headers: { 'x-many': 'one, two' }, cookies: COOKIES } },
    { event: 'rest-api', want: { multiValueHeaders: { 'x-many': ['one, two'], 'set-cookie': COOKIES } } },
    { event: 'http-api-payload-1', want: { multiValueHeaders: { 'x-many': ['one, two'], 'set-cookie': COOKIES } } },
    {
      event: 'alb',
      want: {
        statusDescription: '200 OK',
        headers: { 'x-many': 'one, two', 'set-cookie': COOKIES[0], 'Set-cookie': COOKIES[1], 'sEt-cookie': COOKIES[2] },
      },
    },
    {
      event: 'alb-multi-value',
      want: { statusDescription: '200 OK', multiValueHeaders: { 'x-many': ['one, two'], 'set-cookie': COOKIES } },
    },
  ])('of $event keeps all its lines in the form of the trigger', async ({ event, want }) => {
    const { respond } = await startPath((_, response) => {
      response.setHeader('set-cookie', COOKIES).setHeader('x-many', ['one', 'two'])
      response.end('text')
    })
    expect(await respond(eventOf({ event }), CONTEXT)).toMatchObject(want)
  })

  test('has no length of its own: the trigger may encode it anew', async () => {
    const { respond } = await startPath((_, response) => response.writeHead(200, { 'content-length': '2' }).end('ok'))
    const { headers } = await respond(eventOf({ event: 'http-api' }), CONTEXT)
    expect(headers).not.toHaveProperty('content-length')
  })

  test('keeps a header beyond ASCII as the UTF-8 that it is', async () => {
    const { respond } = await startPath((_, response) => {
      response.setHeader('x-city', Buffer.from('São Paulo').toString('latin1'))
      response.end()
    })
    expect((await respond(eventOf({ event: 'http-api' }), CONTEXT)).headers).toMatchObject({ 'x-city': 'São Paulo' })
  })

  test.each([
    { event: 'http-api', name: 'bytes', chunk: Buffer.alloc(6_291_556 + 1, 'a') },
    { event: 'http-api', name: 'bytes in base64', chunk: Buffer.alloc(5_000_000, 0xff) },
    { event: 'http-api', name: 'characters that JSON escapes', chunk: Buffer.alloc(1_100_000, 1) },
    { event: 'alb', name: 'bytes', chunk: Buffer.alloc(1_048_576, 'a') },
  ])('of $event with too many $name gives 502 and a line in the log', async ({ event, chunk }) => {
    const { respond, records } = await startPath((_, response) => response.end(chunk))
    expect(await respond(eventOf({ event }), CONTEXT)).toMatchObject({ statusCode: 502 })
    expect(records).toMatchObject([{ outcome: 'sealed' }, { level: 50, msg: 'response', resultFault: 'too-large' }])
  })

  test('may be as large as the trigger takes', async () => {
    const { respond } = await startPath((_, response) => response.end(Buffer.alloc(6_200_000, 'a')))
    const result = await respond(eventOf({ event: 'http-api' }), CONTEXT)
    expect([result.statusCode, result.body.length]).toEqual([200, 6_200_000])
  })

  test('that breaks off gives 502 and a line in the log', async () => {
    const { respond, records } = await startPath((_, response) => {
      response.write('a')
      setTimeout(() => response.destroy(), 50)
    })
    expect(await respond(eventOf({ event: 'http-api' }), CONTEXT)).toMatchObject({ statusCode: 502 })
    expect(records[1]).toMatchObject({ level: 50, resultFault: 'broken-off' })
  })

  test('that has no end is given up while there is time left to say so', async () => {
    const { respond, records } = await startPath((_, response) => response.write(':'))
    const context = { ...CONTEXT, getRemainingTimeInMillis: () => 1200 }
    expect(await respond(eventOf({ event: 'http-api' }), context)).toMatchObject({ statusCode: 502 })
    expect(records[1]).toMatchObject({ level: 50, resultFault: 'broken-off' })
  })
})

describe('without origins', () => {
  test.each(TRIGGERS)('%s tells clients their address', async (event) => {
    const { respond } = lambdaWith({ peer: 'alb-append' })
    const patch =
      event === 'function-url' || event === 'http-api'
        ? { requestContext: { http: { method: 'GET' } }, body: null }
        : {}
    expect(await respond(eventOf({ event, patch }), CONTEXT)).toMatchObject({ statusCode: 200, body: `${PEER}\n` })
  })
})

describe('a load balancer', () => {
  test('finds the function healthy at the well-known path, and nowhere else', async () => {
    const { respond, verified } = await startPath((_, response) => response.end())
    const check = (path: string) => respond(eventOf({ event: 'alb-health-check', patch: { path } }), CONTEXT)
    const results = [await check('/.well-known/ipseal/health'), await check('/health')]
    expect([results.map(({ statusCode }) => statusCode), verified.length]).toEqual([[200, 400], 0])
  })

  test('is no reason to believe a user agent', async () => {
    const { respond, verified } = await startPath((_, response) => response.end(), { peer: undefined })
    const patch = { headers: { 'user-agent': 'ELB-HealthChecker/2.0' } }
    expect(await respond(eventOf({ event: 'alb', patch }), CONTEXT)).toMatchObject({ statusCode: 403 })
    expect(verified).toEqual([])
  })
})

describe('a function that has not started', () => {
  test('answers 503 to requests, and says when to come again', async () => {
    const records: object[] = []
    const { respond } = createLambda({ edgeAt: () => undefined, report: (record) => records.push(record) })
    const result = await respond(eventOf({ event: 'http-api' }), CONTEXT)
    expect(result).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } })
    expect(records).toEqual([expect.objectContaining({ level: 50, msg: 'request', outcome: 'failed', status: 503 })])
  })

  test('answers with the edge of the moment, once there is another', async () => {
    const edges = [undefined, 'first', 'second'].map((audience) =>
      audience === undefined ? undefined : createEdge(optionsFor(settingsWith({ audience }))),
    )
    const { respond } = createLambda({ edgeAt: () => edges.shift(), report: () => undefined })
    const event = eventOf({ event: 'rest-api', patch: withHeaders('rest-api', { accept: 'application/json' }) })
    const answers = [await respond(event, CONTEXT), await respond(event, CONTEXT), await respond(event, CONTEXT)]
    expect(answers.map(({ body }) => /"audience":"(\w+)"/.exec(body)?.[1])).toEqual([undefined, 'first', 'second'])
  })

  test('answers 500 to a fault of its own, and tells nobody what it was', async () => {
    const records: object[] = []
    const edgeAt = () => Promise.reject(new TypeError('a secret'))
    const { respond } = createLambda({ edgeAt, report: (record) => records.push(record) })
    const result = await respond(eventOf({ event: 'rest-api' }), CONTEXT)
    expect(result).toMatchObject({ statusCode: 500, body: expect.stringContaining('Internal Server Error') })
    expect(records).toMatchObject([{ level: 50, outcome: 'failed', err: { type: 'TypeError' } }])
    expect(JSON.stringify([result, records])).not.toContain('a secret')
  })
})
