import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import express from 'express'
import Fastify from 'fastify'
import { type Context, Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../src/net/address.ts'
import { type ConnectionFacts, OriginError, type Verifier, verifyFetch, verifyHono } from '../../src/origin/index.ts'
import { verifyFastify } from '../../src/origin/node/fastify.ts'
import { clientOf, verifyExpress, verifyRequests } from '../../src/origin/node/index.ts'
import { type Endpoint, encodeProxyHeader } from '../../src/proxy-protocol/index.ts'
import { fillIn, HOST } from './assertions.ts'
import { HEADERS, start } from './proxy-protocol-front.ts'
import { listen, openConnection, writeRequest } from './raw-http.ts'
import { createReportingVerifier } from './vectors.ts'

type Case = {
  readonly name: string
  readonly sources?: readonly string[]
  readonly mode?: 'enforce' | 'observe'
  /** An address, `LOCAL`, or nothing. */
  readonly connection: string | null
  readonly assertion: string | null
  readonly target?: string
  readonly expect: { readonly client?: string | null; readonly event: string; readonly reason?: string }
}

// Sound: the file in the repository is written by hand in this shape.
const { cases } = JSON.parse(readFileSync(new URL('../vectors/origin-sources.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[]
}

function factsOf(connection: string | null): ConnectionFacts | undefined {
  if (connection === null) return undefined
  const address = parseAddress(connection)
  return address === undefined ? { command: 'LOCAL' } : { command: 'PROXY', source: { address } }
}

function headerOf(connection: string): Uint8Array {
  if (connection === 'LOCAL') return HEADERS.LOCAL
  const isIpv6 = connection.includes(':')
  const isMapped = connection.startsWith('::ffff:')
  const endpoint = (text: string): Endpoint<string> => {
    const address = text.replace(/^::ffff:/, '')
    return isMapped ? { address, port: 443, mapped: true } : { address, port: 443 }
  }
  const source = endpoint(connection)
  const destination = endpoint(isIpv6 && !isMapped ? '2001:db8::1' : '198.51.100.1')
  const family = isIpv6 ? 'tcp6' : 'tcp4'
  return encodeProxyHeader({ version: 2, command: 'PROXY', family, source, destination, tlvs: [] })
}

const linesOf = ({ assertion }: Case) =>
  assertion === null ? [] : [['X-Client-IP-Assertion', fillIn(assertion)] as const]

/** What the application gets: the client's address, null without one; undefined if it was not asked. */
const check = async (verifier: Verifier, given: Case) => {
  const request = { method: 'GET', target: given.target ?? '/', host: HOST, headers: linesOf(given) }
  const decision = await verifier.check({ ...request, connection: factsOf(given.connection) })
  return decision.action === 'refuse' ? undefined : (decision.client?.ip ?? null)
}

type Serve = (verifier: Verifier) => Promise<ReturnType<typeof createServer>>

/** As {@link check}, over a connection that begins with the bytes of a real header. */
const ask = (serve: Serve) => async (verifier: Verifier, given: Case) => {
  const server = await serve(verifier)
  const port = given.connection === null ? await listen(server) : (await start(server)).port
  const { send, readResponse } = await openConnection(port)
  if (given.connection !== null) send(headerOf(given.connection))
  send(writeRequest({ method: 'GET', target: given.target ?? '/', headers: linesOf(given) }))
  const response = await readResponse()
  if (response?.status === 401) return undefined
  return response?.body === '' ? null : response?.body
}

const ways = [
  { name: 'as it is', send: check },
  {
    name: 'in node:http',
    send: ask(async (verifier) =>
      createServer(
        verifyRequests(verifier, (request, response) => {
          const ip = clientOf(request)?.ip ?? ''
          response.writeHead(200, { 'content-length': ip.length }).end(ip)
        }),
      ),
    ),
  },
  {
    name: 'in Express',
    send: ask(async (verifier) =>
      createServer(express().use(verifyExpress(verifier), (request, response) => void response.send(request.ip ?? ''))),
    ),
  },
  {
    name: 'in Fastify',
    send: ask(async (verifier) => {
      const app = Fastify()
      await app.register(verifyFastify(verifier))
      app.get('/*', (request) => request.client?.ip ?? '')
      await app.ready()
      return app.server
    }),
  },
]

describe.each(ways)('a verifier with two proofs, $name', ({ send }) => {
  test.each(cases)('takes or refuses $name', async (given) => {
    const { sources, mode = 'enforce', expect: want } = given
    const { verifier, events } = createReportingVerifier({ mode, ...(sources === undefined ? {} : { sources }) })
    expect(await send(verifier, given)).toBe(want.client)
    const rejection = want.reason === undefined ? {} : { rejection: { reason: want.reason } }
    expect(events).toMatchObject([{ type: want.event, ...rejection }])
  })
})

describe('two proofs where nothing says where a connection came from', () => {
  const { verifier } = createReportingVerifier({ sources: ['198.51.100.0/24'] })
  const headers = { 'X-Client-IP-Assertion': fillIn('{valid}') }

  test.each([
    { name: 'fetch', create: () => verifyFetch(verifier, () => new Response('')) },
    { name: 'Hono', create: () => verifyHono(verifier) },
  ])('are refused at setup: $name', ({ create }) => {
    expect(create).toThrow(OriginError)
    expect(create).toThrow(expect.objectContaining({ code: 'SOURCE_UNKNOWABLE', path: 'sources' }))
  })

  test('are looked at where a server can be asked', async () => {
    const address = parseAddress('198.51.100.9')
    if (address === undefined) throw new Error('no address')
    const connectionOf = (): ConnectionFacts => ({ command: 'PROXY', source: { address } })
    const serve = verifyFetch(verifier, (_request, client) => new Response(client?.ip), { connectionOf })
    expect(await (await serve(new Request(`https://${HOST}/`, { headers }))).text()).toBe('192.0.2.7')
    type Env = { Bindings: { facts: ConnectionFacts | undefined } }
    const app = new Hono<Env>().use(verifyHono(verifier, { connectionOf: (c: Context<Env>) => c.env.facts }))
    app.get('/', (c) => c.text('served'))
    const statusWith = async (facts: ConnectionFacts | undefined) =>
      (await app.request('/', { headers: { ...headers, host: 'localhost' } }, { facts })).status
    expect(await statusWith(connectionOf())).toBe(200)
    expect(await statusWith({ command: 'LOCAL' })).toBe(401)
    expect(await statusWith(undefined)).toBe(401)
  })
})

test.each([
  { name: 'none at all', sources: [], path: 'sources' },
  { name: 'everybody', sources: ['198.51.100.0/24', '0.0.0.0/0'], path: 'sources[1]' },
  { name: 'everybody on IPv6', sources: ['::/0'], path: 'sources[0]' },
  { name: 'a prefix with host bits', sources: ['198.51.100.1/24'], path: 'sources[0]' },
  { name: 'an address without a length', sources: ['cloudfront'], path: 'sources[0]' },
])('sources that cannot be meant are refused at setup: $name', ({ sources, path }) => {
  const create = () => createReportingVerifier({ sources })
  expect(create).toThrow(expect.objectContaining({ name: 'OriginError', code: 'BAD_SOURCE', path }))
})
