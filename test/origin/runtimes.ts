import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { expect } from 'vitest'
import { type ClientVariables, cleanLines, type Verifier, verifyFetch, verifyHono } from '../../src/origin/index.ts'
import { verifyFastify } from '../../src/origin/node/fastify.ts'
import { type ClientState, clientOf, verifyExpress, verifyKoa, verifyRequests } from '../../src/origin/node/index.ts'
import { HOST } from './assertions.ts'
import { listen, openConnection, writeRequest } from './raw-http.ts'
import { groupHeaders, type Seen, type SentRequest } from './vectors.ts'

/** One way to put a verifier in front of an application. */
export type Runtime = {
  readonly name: string
  readonly isFramework?: true
  readonly send: (verifier: Verifier, request: SentRequest) => Promise<Seen>
}

const plain: Runtime = {
  name: 'plain',
  send: async (verifier, request) => {
    const decision = await verifier.check({ ...request, host: HOST })
    if (decision.action === 'refuse') return { action: 'refuse' }
    const headers = groupHeaders(cleanLines(request.headers, decision))
    return { action: 'pass', client: decision.client?.ip ?? null, headers }
  },
}

const fetchRuntime: Runtime = {
  name: 'fetch',
  send: async (verifier, request) => {
    const serve = verifyFetch(verifier, ({ headers }, client) =>
      Response.json({ action: 'pass', client: client?.ip ?? null, headers: groupHeaders(headers) }),
    )
    return readAnswer(await serve(buildRequest(request)))
  },
}

const hono: Runtime = {
  name: 'hono',
  send: async (verifier, request) => {
    const app = new Hono<{ Variables: ClientVariables }>()
    app.use(verifyHono(verifier))
    app.all('*', (c) => {
      const headers = groupHeaders(Object.entries(c.req.header()))
      expect(headers).toEqual(groupHeaders(c.req.raw.headers))
      return c.json({ action: 'pass', client: c.get('client')?.ip ?? null, headers })
    })
    return readAnswer(await app.fetch(buildRequest(request)))
  },
}

type ServerOf = (verifier: Verifier) => Server | Promise<Server>

async function sendTo(createFor: ServerOf, verifier: Verifier, request: SentRequest): Promise<Seen> {
  const connection = await openConnection(await listen(await createFor(verifier)))
  connection.send(writeRequest(request))
  const response = await connection.readResponse(request.method === 'HEAD' ? 'no-body' : undefined)
  expect(response?.status === 401 || response?.status === 200).toBe(true)
  // Sound: our own listener wrote the body.
  return response?.status === 401 ? { action: 'refuse' } : (JSON.parse(response?.body ?? '') as Seen)
}

const nodeHttp: Runtime = {
  name: 'node:http',
  send: (verifier, request) => sendTo((own) => createServer(verifyRequests(own, echo)), verifier, request),
}

function framework(name: string, createFor: ServerOf): Runtime {
  return { name, isFramework: true, send: (verifier, request) => sendTo(createFor, verifier, request) }
}

/** What the application behind a runtime should see: a framework's sees the address in X-Forwarded-For too. */
export function seenIn(runtime: Runtime, seen: Seen): Seen {
  if (seen.action === 'refuse' || seen.client === null || runtime.isFramework !== true) return seen
  return { ...seen, headers: { ...seen.headers, 'x-forwarded-for': seen.client } }
}

const expressRuntime = framework('Express', (verifier) =>
  createServer(express().disable('x-powered-by').use(verifyExpress(verifier)).use(echo)),
)

const koaRuntime = framework('Koa', (verifier) => {
  const app = new Koa<ClientState>().use(verifyKoa(verifier)).use((ctx) => {
    ctx.respond = false
    echo(ctx.req, ctx.res)
  })
  const handle = app.callback()
  return createServer((request, response) => void handle(request, response))
})

const fastifyRuntime = framework('Fastify', async (verifier) => {
  const app = Fastify()
  await app.register(verifyFastify(verifier))
  app.setNotFoundHandler((request, reply) => {
    reply.hijack()
    echo(request.raw, reply.raw)
  })
  await app.ready()
  return app.server
})

export const runtimes: readonly Runtime[] = [
  plain,
  fetchRuntime,
  hono,
  nodeHttp,
  expressRuntime,
  koaRuntime,
  fastifyRuntime,
]

/** Answers with what an application sees, which has to be the same wherever it looks. */
export function echo(request: IncomingMessage, response: ServerResponse): void {
  const { headers, headersDistinct, rawHeaders } = request
  const raw = rawHeaders.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? '']] : [],
  )
  const views = [raw, Object.entries(headers), Object.entries(headersDistinct)].map((entries) =>
    groupHeaders(entries.map(([name, value]) => [name, [value ?? ''].flat().join(', ')])),
  )
  const isConsistent = views.every((view) => JSON.stringify(sort(view)) === JSON.stringify(sort(views[0] ?? {})))
  const seen = { action: 'pass', client: clientOf(request)?.ip ?? null, headers: isConsistent ? views[0] : { views } }
  const body = JSON.stringify(seen)
  response.writeHead(200, { 'content-length': body.length }).end(body)
}

function sort(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

function buildRequest({ method, target, headers }: SentRequest): Request {
  const lines = new Headers({ host: HOST })
  for (const [name, value] of headers) lines.append(name, value)
  return new Request(`https://${HOST}${target}`, { method, headers: lines })
}

async function readAnswer(response: Response): Promise<Seen> {
  if (response.status === 401) return { action: 'refuse' }
  // Sound: our own handlers wrote the body.
  return (await response.json()) as Seen
}
