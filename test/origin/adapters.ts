import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { type ClientVariables, type Verifier, verifyFetch, verifyHono } from '../../src/origin/index.ts'
import { verifyFastify } from '../../src/origin/node/fastify.ts'
import { type ClientState, clientOf, verifyExpress, verifyKoa, verifyRequests } from '../../src/origin/node/index.ts'

/** What an application reads of a request, wherever it may look. */
export type Sighting = {
  /** Which of its handlers was run. */
  readonly by: 'route' | 'not-found' | 'error'
  readonly client: string | null
  /** The text `none` where the framework has no such member. */
  readonly ip: string | null
  readonly everything: unknown
}

type See = (sighting: Sighting) => void

/** A server with a verifier in front of an application that tells what it sees on each route, and fails on `/boom`. */
export type Adapter = {
  readonly name: string
  /** A framework's adapter answers for X-Forwarded-For by itself; elsewhere it is an output if an application reads it. */
  readonly isFramework: boolean
  /** Whether the application has handlers of its own for what it does not know, and for what fails. */
  readonly hasRoutes: boolean
  readonly create: (verifier: Verifier, see: See) => Promise<Server>
}

const FRAMEWORK = { isFramework: true, hasRoutes: true } as const
const LISTENER = { isFramework: false, hasRoutes: false } as const

/** Everything that Node knows of a request, its trailers included. */
async function readEverything(request: IncomingMessage): Promise<unknown> {
  for await (const _chunk of request);
  const { headers, headersDistinct, rawHeaders, trailers, trailersDistinct, rawTrailers } = request
  return { headers, headersDistinct, rawHeaders, trailers, trailersDistinct, rawTrailers }
}

function answer(response: ServerResponse, status = 200): void {
  response.writeHead(status, { 'content-length': 0 }).end()
}

const nodeHttp: Adapter = {
  ...LISTENER,
  name: 'node:http',
  create: async (verifier, see) => createServer(verifyRequests(verifier, plainApp(see))),
}

function plainApp(see: See): RequestListener {
  return (request, response) => {
    const client = clientOf(request)?.ip ?? null
    void readEverything(request).then((everything) => {
      see({ by: 'route', client, ip: 'none', everything })
      answer(response)
    })
  }
}

function expressApp(see: See, settings: (app: express.Express) => void): express.Express {
  const app = express()
  const look = (by: Sighting['by']) => async (request: express.Request, response: express.Response) => {
    const { ip = null, ips } = request
    const client = clientOf(request)?.ip ?? null
    see({ by, client, ip, everything: [ips, await readEverything(request)] })
    answer(response)
  }
  settings(app)
  app.all(['/', '/health'], look('route'))
  app.all('/boom', () => {
    throw new Error('boom')
  })
  app.use((request, response) => look('not-found')(request, response))
  app.use(...handleErrors(look('error')))
  return app
}

type Look = (request: express.Request, response: express.Response) => Promise<void>

/** Express knows a handler of errors by its four parameters. */
function handleErrors(look: Look): [express.ErrorRequestHandler] {
  // biome-ignore lint/complexity/useMaxParams: see above.
  return [(_error, request, response, _next) => look(request, response)]
}

const express5: Adapter = {
  ...FRAMEWORK,
  name: 'Express',
  create: async (verifier, see) => createServer(expressApp(see, (app) => void app.use(verifyExpress(verifier)))),
}

const credulousExpress: Adapter = {
  ...FRAMEWORK,
  name: 'Express that trusts every proxy',
  create: async (verifier, see) =>
    createServer(expressApp(see, (app) => void app.set('trust proxy', true).use(verifyExpress(verifier)))),
}

const mountedExpress: Adapter = {
  ...FRAMEWORK,
  name: 'Express in an application of its own',
  create: async (verifier, see) => {
    const outer = express().set('trust proxy', true).use(verifyExpress(verifier))
    return createServer(outer.use(expressApp(see, (app) => void app.set('trust proxy', 3))))
  },
}

const wrappedExpress: Adapter = {
  ...FRAMEWORK,
  name: 'Express in a server that verifies too',
  create: async (verifier, see) => {
    const app = expressApp(see, (inner) => void inner.set('trust proxy', true).use(verifyExpress(verifier)))
    return createServer(verifyRequests(verifier, app))
  },
}

const koa: Adapter = {
  ...FRAMEWORK,
  hasRoutes: false,
  name: 'Koa that trusts every proxy',
  create: async (verifier, see) => {
    const app = new Koa<ClientState>({ proxy: true }).use(verifyKoa(verifier))
    app.silent = true
    app.use(async (ctx) => {
      // Sound: our own middleware leaves it undefined where there is no client, whatever Koa's type says.
      const ip = (ctx.ip as string | undefined) ?? null
      const everything = [ctx.ips, ctx.request.ips, ctx.headers, await readEverything(ctx.req)]
      see({ by: 'route', client: ctx.state.client?.ip ?? null, ip, everything })
      if (ctx.path === '/boom') throw new Error('boom')
      ctx.body = ''
    })
    return createServer((request, response) => void app.callback()(request, response))
  },
}

type FastifySetup = { readonly name: string; readonly wraps: boolean; readonly trustProxy: boolean }

function fastify({ name, wraps, trustProxy }: FastifySetup): Adapter {
  const create: Adapter['create'] = async (verifier, see) => {
    const servers: Server[] = []
    const app = Fastify({
      trustProxy,
      serverFactory: (handler) => {
        const server = createServer(wraps ? verifyRequests(verifier, handler) : handler)
        servers.push(server)
        return server
      },
    })
    await app.register(verifyFastify(verifier))
    app.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const look = (by: Sighting['by']) => async (request: Fastify.FastifyRequest) => {
      // Sound: the plugin leaves it undefined where there is no client, whatever Fastify's type says.
      const ip = (request.ip as string | undefined) ?? null
      const everything = [request.ips, request.headers, await readEverything(request.raw)]
      see({ by, client: request.client?.ip ?? null, ip, everything })
      return ''
    }
    app.setNotFoundHandler(look('not-found'))
    app.setErrorHandler((_error, request) => look('error')(request))
    // In an instance of its own, as most applications have their routes.
    await app.register(async (routes) => {
      routes.all('/', look('route'))
      routes.all('/health', look('route'))
      routes.all('/boom', () => Promise.reject(new Error('boom')))
    })
    await app.ready()
    const [server] = servers
    if (server === undefined) throw new Error('Fastify made no server')
    return server
  }
  return { ...FRAMEWORK, name, create }
}

/** Serves a fetch handler by node:http, as the adapters for Node do. */
export function serveFetch(handler: (request: Request) => Response | Promise<Response>): Server {
  return createServer((request, response) => void bridge(handler, request, response))
}

async function bridge(
  handler: (request: Request) => Response | Promise<Response>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = new Headers()
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    headers.append(request.rawHeaders[i] ?? '', request.rawHeaders[i + 1] ?? '')
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  // Sound: undici takes any stream of bytes of the web, whichever of the two declarations it has.
  const body = hasBody ? (Readable.toWeb(request) as ReadableStream<Uint8Array>) : null
  const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`)
  const init = { method: request.method ?? 'GET', headers, body, duplex: 'half' } as const
  const answered = await handler(new Request(url, init))
  const text = await answered.text()
  response.writeHead(answered.status, { ...Object.fromEntries(answered.headers), 'content-length': text.length })
  response.end(text)
}

const fetchHandler: Adapter = {
  ...LISTENER,
  name: 'fetch',
  create: async (verifier, see) =>
    serveFetch(
      verifyFetch(verifier, async (request, client) => {
        await request.text()
        see({ by: 'route', client: client?.ip ?? null, ip: 'none', everything: [...request.headers] })
        return new Response('')
      }),
    ),
}

const hono: Adapter = {
  ...LISTENER,
  hasRoutes: true,
  name: 'Hono',
  create: async (verifier, see) => {
    const app = new Hono<{ Variables: ClientVariables }>()
    app.use(verifyHono(verifier))
    const look = (by: Sighting['by'], request: Request, client: string | null) => {
      see({ by, client, ip: 'none', everything: [...request.headers] })
      return new Response('')
    }
    app.all('/boom', () => {
      throw new Error('boom')
    })
    app.all('/', (c) => look('route', c.req.raw, c.get('client')?.ip ?? null))
    app.all('/health', (c) => look('route', c.req.raw, c.get('client')?.ip ?? null))
    app.notFound((c) => look('not-found', c.req.raw, c.get('client')?.ip ?? null))
    app.onError((_error, c) => look('error', c.req.raw, c.get('client')?.ip ?? null))
    return serveFetch((request) => app.fetch(request))
  },
}

export const adapters: readonly Adapter[] = [
  nodeHttp,
  express5,
  credulousExpress,
  mountedExpress,
  wrappedExpress,
  koa,
  fastify({ name: 'Fastify', wraps: false, trustProxy: false }),
  fastify({ name: 'Fastify that trusts every proxy', wraps: false, trustProxy: true }),
  fastify({ name: 'Fastify in a server that verifies too', wraps: true, trustProxy: true }),
  fetchHandler,
  hono,
]
