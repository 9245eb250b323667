import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import express from 'express'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { verifyFastify } from '../../src/origin/node/fastify.ts'
import { clientOf, verifyExpress, verifyRequests, verifyUpgrades } from '../../src/origin/node/index.ts'
import { fillIn, VALID } from './assertions.ts'
import { LOOPBACK, listen, openConnection, writeRequest } from './raw-http.ts'
import { createReportingVerifier } from './vectors.ts'
import { ASSERTION, FORGED } from './verified-server.ts'

const sealed = { 'X-Client-IP-Assertion': VALID }

describe('Express', () => {
  async function serve(app: express.Express) {
    const connection = await openConnection(await listen(createServer(app)))
    return async (target: string, headers: readonly (readonly [string, string])[]) => {
      connection.send(writeRequest({ method: 'GET', target, headers }))
      const response = await connection.readResponse()
      return response?.status === 200 ? response.body : response?.status
    }
  }

  test('behind a path that was cut off compares what came in, not what is left of it', async () => {
    const { verifier } = createReportingVerifier({ bind: 'request' })
    const app = express()
    app.use('/api', verifyExpress(verifier), (request, response) => void response.send(`${request.url} ${request.ip}`))
    app.use(
      '/bound',
      verifyExpress(verifier),
      (request, response) => void response.send(`${request.url} ${request.ip}`),
    )
    const get = await serve(app)
    expect(await get('/bound', [['X-Client-IP-Assertion', fillIn('{bound}')]])).toBe('/ 192.0.2.7')
    expect(await get('/api/bound', [['X-Client-IP-Assertion', fillIn('{bound}')]])).toBe(401)
    expect(await get('/api/health', [])).toBe(401)
  })

  test('takes no word of another verifier for its own', async () => {
    const lenient = createReportingVerifier({ mode: 'observe' }).verifier
    const { verifier, events } = createReportingVerifier()
    const app = express().use(verifyExpress(lenient), verifyExpress(verifier), (_request, response) => {
      response.send('served')
    })
    const get = await serve(app)
    expect(await get('/', [])).toBe(401)
    expect(await get('/', [ASSERTION])).toBe(401)
    expect(events).toMatchObject([{ rejection: { reason: 'missing' } }, { rejection: { reason: 'missing' } }])
  })

  test('leaves to trust proxy what it is asked about the scheme and the host', async () => {
    const forwarded = [
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'b.example.com'],
    ] as const
    const { verifier } = createReportingVerifier()
    const app = express().use(verifyExpress(verifier))
    app.use((request, response) => void response.send(`${request.protocol} ${request.hostname} ${request.ip}`))
    const get = await serve(app)
    expect(await get('/', [ASSERTION, ...forwarded])).toBe('http app.example.com 192.0.2.7')
    app.set('trust proxy', true)
    expect(await get('/', [ASSERTION, ...forwarded])).toBe('https b.example.com 192.0.2.7')
  })

  test('shows no forged address to what logs a refused request after it was answered', async () => {
    const { verifier } = createReportingVerifier()
    const logged: unknown[] = []
    const app = express().set('trust proxy', true)
    app.use((request, response, next) => {
      response.on('finish', () => logged.push([request.ip, request.headers, clientOf(request)]))
      next()
    })
    const get = await serve(app.use(verifyExpress(verifier)))
    expect(await get('/', [FORGED, ['X-Forwarded-For', '203.0.113.66']])).toBe(401)
    expect(logged).toEqual([[undefined, { host: 'app.example.com' }, undefined]])
  })

  test('hands WebSockets on with their client, whoever runs them', async () => {
    const { verifier } = createReportingVerifier()
    const sockets = new WebSocketServer({ noServer: true })
    const upgrade = verifyUpgrades(verifier, (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (opened) => opened.send(`${clientOf(request)?.ip}`))
    })
    const server = createServer(express().use(verifyExpress(verifier))).on('upgrade', upgrade)
    const url = `ws://${LOOPBACK}:${await listen(server)}`
    const opened = new WebSocket(url, { headers: { ...sealed, 'X-Client-IP': '203.0.113.66' } })
    const [message] = await once(opened, 'message')
    expect(String(message)).toBe('192.0.2.7')
    opened.terminate()
    const refused = new WebSocket(url, { headers: { 'X-Client-IP': '203.0.113.66' } })
    const [error] = await once(refused, 'error')
    expect(String(error)).toContain('401')
  })
})

describe('Fastify', () => {
  const start = (setup: Parameters<typeof createReportingVerifier>[0] = {}) => {
    const app = Fastify()
    onTestFinished(() => app.close())
    return { app, ...createReportingVerifier(setup) }
  }

  test('refuses to start with routes that the plugin came too late for', async () => {
    const { app, verifier } = start()
    await app.register(async (routes) => void routes.get('/', () => 'served'))
    await expect(async () => app.register(verifyFastify(verifier))).rejects.toThrow(
      expect.objectContaining({ name: 'OriginError', code: 'REGISTERED_LATE' }),
    )
  })

  test('verifies routes of its own that were declared before the plugin had loaded', async () => {
    const { app, verifier } = start()
    app.register(verifyFastify(verifier))
    app.get('/', (request) => request.ip)
    expect((await app.inject({ url: '/' })).statusCode).toBe(401)
    expect((await app.inject({ url: '/', headers: sealed })).body).toBe('192.0.2.7')
  })

  test('verifies an instance and what it holds, and nothing beside it, if that is where the plugin is', async () => {
    const { app, verifier } = start()
    await app.register(async (inside) => {
      await inside.register(verifyFastify(verifier))
      await inside.register(async (deeper) => void deeper.get('/inside', (request) => request.ip))
    })
    app.get('/beside', () => 'served')
    const statuses = await Promise.all(['/inside', '/beside'].map((url) => app.inject({ url })))
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([401, 200])
    expect((await app.inject({ url: '/inside', headers: sealed })).body).toBe('192.0.2.7')
  })

  test('answers a preflight only after it was verified, in whatever order it was asked to', async () => {
    const { app, verifier } = start()
    await app.register(verifyFastify(verifier))
    const asked: unknown[] = []
    app.addHook('onRequest', async (request, reply) => {
      asked.push(request.ip)
      if (request.method === 'OPTIONS') return reply.code(204).header('access-control-allow-origin', '*').send()
      return undefined
    })
    app.get('/', () => 'served')
    expect((await app.inject({ method: 'OPTIONS', url: '/' })).statusCode).toBe(401)
    expect((await app.inject({ method: 'OPTIONS', url: '/', headers: sealed })).statusCode).toBe(204)
    expect(asked).toEqual(['192.0.2.7'])
  })

  test('shows no forged address to the hooks of a refused request', async () => {
    const { app, verifier } = start()
    await app.register(verifyFastify(verifier))
    const seen: unknown[] = []
    app.addHook('onSend', async (request) => void seen.push([request.ip, request.headers['x-client-ip']]))
    app.addHook('onResponse', async (request) => void seen.push([request.client, request.headers['x-forwarded-for']]))
    const forged = { 'x-client-ip': '203.0.113.66', 'x-forwarded-for': '203.0.113.66' }
    expect((await app.inject({ url: '/', headers: forged })).statusCode).toBe(401)
    expect(seen).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  })

  test('shows no forged address even before its hooks, in a server that verifies too', async () => {
    const { verifier } = createReportingVerifier()
    const lines: string[] = []
    const app = Fastify({
      trustProxy: true,
      logger: { stream: { write: (line: string) => void lines.push(line) } },
      serverFactory: (handler) => createServer(verifyRequests(verifier, handler)),
      frameworkErrors: (_error, request, reply) => {
        lines.push(JSON.stringify([request.ip, request.headers]))
        reply.raw.end()
      },
    })
    onTestFinished(() => app.close())
    await app.register(verifyFastify(verifier))
    app.get('/', (request) => request.ip)
    await app.ready()
    const connection = await openConnection(await listen(app.server))
    for (const target of ['/', '/%zz']) {
      connection.send(writeRequest({ method: 'GET', target, headers: [ASSERTION, FORGED] }))
      lines.push(JSON.stringify(await connection.readResponse()))
    }
    expect(lines.length).toBeGreaterThan(4)
    expect(lines.join('')).toContain('192.0.2.7')
    expect(lines.join('')).not.toContain(FORGED[1])
  })

  test('serves HTTP/2 with the client of each stream', async () => {
    const { verifier } = createReportingVerifier({ bind: 'host' })
    const app = Fastify({ http2: true, trustProxy: true })
    onTestFinished(() => app.close())
    await app.register(verifyFastify(verifier))
    app.get('/bound', (request) => [request.ip, request.ips, request.client?.ip, request.headers['x-client-ip']])
    const session = connectHttp2(await app.listen({ port: 0, host: LOOPBACK }))
    onTestFinished(() => session.destroy())
    const ask = async (fields: Readonly<Record<string, string>>) => {
      const stream = session.request({ ':path': '/bound', ':authority': 'app.example.com', ...fields })
      const [headers] = (await once(stream, 'response')) as [Readonly<Record<string, unknown>>]
      let body = ''
      for await (const chunk of stream.setEncoding('utf8')) body += String(chunk)
      return [headers[':status'], body]
    }
    const forged = { 'x-client-ip': '203.0.113.66', 'x-forwarded-for': '203.0.113.66' }
    const bound = { 'x-client-ip-assertion': fillIn('{bound}') }
    expect(await ask({ ...forged, ...bound })).toEqual([
      200,
      JSON.stringify(['192.0.2.7', ['192.0.2.7'], '192.0.2.7', '192.0.2.7']),
    ])
    expect((await ask(forged))[0]).toBe(401)
  })
})
