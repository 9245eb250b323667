import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Output, REFUSAL } from '../../src/origin/index.ts'
import { type Adapter, adapters, type Sighting } from './adapters.ts'
import { fillIn, VALID } from './assertions.ts'
import { listen, openConnection, writeRequest } from './raw-http.ts'
import { createReportingVerifier, type SentRequest } from './vectors.ts'

type Hostile = Pick<SentRequest, 'headers'> & { readonly name: string; readonly asserted: boolean }

// Sound: the file in the repository is written by hand in this shape.
const file = JSON.parse(readFileSync(new URL('../vectors/origin-hostile.json', import.meta.url), 'utf8')) as {
  readonly claim: string
  readonly requests: readonly Hostile[]
}

const FORGED_TRAILERS = ['X-Client-IP', 'x_client_ip', 'X-Forwarded-For'].map((name) => `${name}: ${file.claim}\r\n`)
const CHUNKED_BODY = `3\r\nabc\r\n0\r\n${FORGED_TRAILERS.join('')}\r\n`

const routes = [
  { name: 'a route', method: 'GET', target: '/', by: 'route' },
  { name: 'an exempt route', method: 'GET', target: '/health', by: 'route', isExempt: true },
  { name: 'the path of an exempt route by another method', method: 'POST', target: '/health', by: 'route', body: '' },
  { name: 'HEAD', method: 'HEAD', target: '/', by: 'route' },
  { name: 'OPTIONS', method: 'OPTIONS', target: '/', by: 'route' },
  { name: 'a route that nobody has', method: 'GET', target: '/missing', by: 'not-found' },
  { name: 'a route that fails', method: 'GET', target: '/boom', by: 'error' },
  { name: 'a body with trailers', method: 'POST', target: '/', by: 'route', body: CHUNKED_BODY },
] as const

type Route = (typeof routes)[number]

const outputs: readonly Output[] = [
  { header: 'X-Client-IP', value: 'ip' },
  { header: 'X-Verified-IP', value: 'ip' },
]

async function serve(adapter: Adapter, mode: 'enforce' | 'observe') {
  const forwardedFor: Output = { header: 'X-Forwarded-For', value: 'ip' }
  const { verifier } = createReportingVerifier({
    mode,
    outputs: adapter.isFramework ? outputs : [...outputs, forwardedFor],
  })
  const sightings: Sighting[] = []
  const server = await adapter.create(verifier, (sighting) => sightings.push(sighting))
  const connection = await openConnection(await listen(server))
  return async (route: Route, headers: SentRequest['headers']) => {
    const body = 'body' in route ? route.body : undefined
    const framing =
      body === CHUNKED_BODY ? (['Transfer-Encoding', 'chunked'] as const) : (['Content-Length', '0'] as const)
    connection.send(writeRequest({ ...route, headers: body === undefined ? headers : [...headers, framing] }, body))
    const response = await connection.readResponse(route.method === 'HEAD' ? 'no-body' : undefined)
    return { response, seen: sightings.splice(0) }
  }
}

const sent = file.requests.flatMap(({ name, headers, asserted }) => {
  const lines = headers.map(([header, value]) => [header, fillIn(value)] as const)
  const assertion = ['X-Client-IP-Assertion', VALID] as const
  return [
    { name, lines, isVerified: false },
    { name: `${name}, behind an assertion`, lines: [assertion, ...lines], isVerified: asserted },
  ]
})

function sightingBy(adapter: Adapter, route: Route, client: string | null): Sighting {
  const by = adapter.hasRoutes ? route.by : 'route'
  return { by, client, ip: adapter.isFramework ? client : 'none', everything: expect.anything() as unknown }
}

describe.each(adapters)('behind $name', (adapter) => {
  describe.each(['enforce', 'observe'] as const)('in mode %s', (mode) => {
    test.each(routes)('nobody but a valid assertion says who the client is, on $name', async (route) => {
      const send = await serve(adapter, mode)
      const isExempt = 'isExempt' in route
      for (const { name, lines, isVerified } of sent) {
        const { response, seen } = await send(route, lines)
        const client = isVerified && !isExempt ? '192.0.2.7' : null
        const passes = client !== null || mode === 'observe' || isExempt
        const want = passes ? [sightingBy(adapter, route, client)] : []
        expect({ name, isRefused: response?.status === 401, seen }).toEqual({ name, isRefused: !passes, seen: want })
        expect(JSON.stringify(seen)).not.toMatch(/203\.0\.113\.66|eyJ/)
      }
    })
  })

  test('a refused request gets the one answer that there is', async () => {
    const send = await serve(adapter, 'enforce')
    const { response } = await send(routes[0], [])
    expect(response?.body).toBe(REFUSAL.body)
    for (const [name, value] of Object.entries(REFUSAL.headers)) expect(response?.headers.get(name)).toBe(value)
  })
})
