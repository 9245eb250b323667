import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { type ClientVariables, REFUSAL, verifyFetch, verifyHono } from '../../src/origin/index.ts'
import { fillIn, VALID } from './assertions.ts'
import { createReportingVerifier } from './vectors.ts'

const URL_OF_APP = 'https://app.example.com/a%2Fb?c=d'

describe('verifyFetch', () => {
  test('hands on everything of a request but its headers as it is, the body as a stream', async () => {
    const { verifier } = createReportingVerifier()
    const chunks = ['first ', 'second']
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const chunk = chunks.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(new TextEncoder().encode(chunk))
      },
    })
    const headers = { 'X-Client-IP-Assertion': VALID, 'X-Client-IP': '203.0.113.66' }
    const init = { method: 'PUT', headers, body, duplex: 'half' } as const
    const request = new Request(URL_OF_APP, init)
    const serve = verifyFetch(verifier, async (received, client, env: string) => {
      return Response.json([received.method, received.url, await received.text(), client?.via, env])
    })
    const response = await serve(request, 'env')
    expect(await response.json()).toEqual(['PUT', URL_OF_APP, 'first second', 'cf-connecting-ip', 'env'])
  })

  test('answers every refusal in the same words, and tells nothing apart', async () => {
    const { verifier, events } = createReportingVerifier({ bind: 'host' })
    const serve = verifyFetch(verifier, () => new Response('never'))
    const values = [
      null,
      '',
      'x',
      VALID,
      fillIn('{stranger}'),
      fillIn('{expired}'),
      `${VALID}, ${VALID}`,
      'a'.repeat(3000),
    ]
    const answers = await Promise.all(
      values.map(async (value) => {
        const headers = value === null ? {} : { 'X-Client-IP-Assertion': value }
        const response = await serve(new Request(URL_OF_APP, { headers }))
        return JSON.stringify([response.status, response.statusText, [...response.headers], await response.text()])
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(new Set(events.map((event) => event.type === 'refused' && event.rejection.reason)).size).toBe(7)
  })

  test('answers a refusal with a problem document that no cache keeps', async () => {
    const { verifier } = createReportingVerifier()
    const response = await verifyFetch(verifier, () => new Response('never'))(new Request(URL_OF_APP))
    expect(response.status).toBe(401)
    expect(Object.fromEntries(response.headers)).toEqual({ ...REFUSAL.headers })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ type: 'about:blank', title: 'Unauthorized', status: 401 })
  })

  test.each([
    { name: 'that agrees with the URL', host: 'app.example.com', urlHost: 'app.example.com', status: 200 },
    { name: 'that agrees but for case', host: 'APP.example.com:443', urlHost: 'app.example.com', status: 200 },
    { name: 'other than in the URL', host: 'b.example.com', urlHost: 'app.example.com', status: 401 },
    { name: 'as bound, but not in the URL', host: 'app.example.com', urlHost: 'b.example.com', status: 401 },
  ])('believes a bound host only where every reader sees it: Host $name', async ({ host, urlHost, status }) => {
    const { verifier } = createReportingVerifier({ bind: 'request' })
    const headers = { host, 'X-Client-IP-Assertion': fillIn('{bound}') }
    const serve = verifyFetch(verifier, () => new Response('served'))
    expect((await serve(new Request(`https://${urlHost}/bound`, { headers }))).status).toBe(status)
  })

  test('compares a bound host with the URL where Host itself is not to be seen', async () => {
    const { verifier } = createReportingVerifier({ bind: 'request' })
    const headers = { 'X-Client-IP-Assertion': fillIn('{bound}') }
    const serve = verifyFetch(verifier, () => new Response('served'))
    expect((await serve(new Request('https://app.example.com/bound', { headers }))).status).toBe(200)
    expect((await serve(new Request('https://other.example.com/bound', { headers }))).status).toBe(401)
  })
})

describe('verifyHono', () => {
  test('lets no middleware and no route behind it run for a refused request', async () => {
    const ran: string[] = []
    const app = new Hono<{ Variables: ClientVariables }>()
    app.use(verifyHono(createReportingVerifier().verifier))
    app.use(async (_c, next) => {
      ran.push('middleware')
      await next()
    })
    app.get('/', (c) => c.text(c.get('client')?.ip ?? 'nobody'))
    expect((await app.request('https://app.example.com/')).status).toBe(401)
    expect(ran).toEqual([])
    const allowed = await app.request('https://app.example.com/', { headers: { 'X-Client-IP-Assertion': VALID } })
    expect(await allowed.text()).toBe('192.0.2.7')
    expect(ran).toEqual(['middleware'])
  })

  test('leaves the body for the route to read', async () => {
    const app = new Hono()
      .use(verifyHono(createReportingVerifier().verifier))
      .post('/', async (c) => c.json(await c.req.json()))
    const headers = { 'X-Client-IP-Assertion': VALID, 'content-type': 'application/json' }
    const response = await app.request('https://app.example.com/', { method: 'POST', headers, body: '{"a":1}' })
    expect(await response.json()).toEqual({ a: 1 })
  })
})
