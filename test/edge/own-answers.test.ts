import { describe, expect, test } from 'vitest'
import { verifyAssertion } from '../../src/assertion/verify-assertion.ts'
import { createApp } from '../../src/edge/app.ts'
import { createEdge } from '../../src/edge/edge.ts'
import { type ProblemStatus, problem } from '../../src/edge/problem.ts'
import { WEB_TRANSPORT } from '../../src/edge/web-transport.ts'
import { readRay } from '../../src/platform/cloudflare/request.ts'
import type { Settings } from '../../src/settings/settings.ts'
import {
  AUDIENCE,
  edgeUnderTest,
  ISSUER,
  keys,
  NOW,
  optionsFor,
  originAt,
  PEER,
  publicKeys,
  settingsWith,
} from './edge-under-test.ts'

const BASE = 'http://www.example.com'
const WELL_KNOWN = `${BASE}/.well-known/ipseal`
const WHOAMI_AUDIENCE = `${ISSUER}/.well-known/ipseal/whoami`

/** Nobody listens at the origin: whatever is answered comes from the edge. */
const withOrigin: Partial<Settings> = { origins: [originAt('http://127.0.0.1:9')] }

async function ask(url: string, init: RequestInit = {}, changes: Partial<Settings> = withOrigin): Promise<Response> {
  const { handle } = await edgeUnderTest(optionsFor(settingsWith(changes)))
  return handle(new Request(url, init))
}

async function claimedAssertion(response: Response): Promise<string> {
  const body: unknown = await response.json()
  return typeof body === 'object' && body !== null && 'assertion' in body ? String(body.assertion) : ''
}

describe('whoami', () => {
  test('is the address and a line break for those who ask for nothing special', async () => {
    const response = await ask(`${WELL_KNOWN}/whoami`, { headers: { accept: '*/*' } })
    expect(await response.text()).toBe(`${PEER}\n`)
    expect([response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      'text/plain;charset=UTF-8',
      'no-store',
    ])
    expect(response.headers.get('vary')).toBe('accept')
  })

  test('is JSON with the seal for those who accept it', async () => {
    const response = await ask(`${WELL_KNOWN}/whoami`, { headers: { accept: 'text/html, application/json;q=0.9' } })
    expect(await response.clone().json()).toMatchObject({ ip: PEER, via: 'peer', audience: WHOAMI_AUDIENCE })
    const expected = { keys, issuer: ISSUER, audience: WHOAMI_AUDIENCE, bind: 'none' } as const
    const verdict = await verifyAssertion([await claimedAssertion(response)], expected, NOW)
    expect(verdict).toMatchObject({ ok: true, client: { ip: PEER } })
  })

  test('seals for no origin, so that nobody can carry the seal past the edge', async () => {
    const response = await ask(`${WELL_KNOWN}/whoami`, { headers: { accept: 'application/json' } })
    const expected = { keys, issuer: ISSUER, audience: AUDIENCE, bind: 'none' } as const
    const verdict = await verifyAssertion([await claimedAssertion(response)], expected, NOW)
    expect(verdict).toMatchObject({ ok: false, rejection: { reason: 'wrong-audience' } })
  })

  test('is what every path answers where there is no origin, and seals for the one audience then', async () => {
    const response = await ask(`${BASE}/any/path`, { headers: { accept: 'application/json' } }, {})
    expect(await response.json()).toMatchObject({ ip: PEER, audience: AUDIENCE })
  })

  test('is 403 without a word for a client that cannot be named', async () => {
    const trust = [{ name: 'own', ranges: [`${PEER}/32`], clients: [], tenants: 'any', proxyProtocol: false }] as const
    const headers = [{ name: 'x-real-ip', format: 'address', from: ['own'], optional: false, ports: 'never' }] as const
    const response = await ask(`${WELL_KNOWN}/whoami`, {}, { ...withOrigin, trust, headers })
    expect([response.status, await response.json()]).toEqual([
      403,
      { type: 'about:blank', title: 'Forbidden', status: 403 },
    ])
  })
})

describe('the documents of the edge', () => {
  test('publish the keys, and let them be cached', async () => {
    const response = await ask(`${WELL_KNOWN}/jwks.json`)
    expect(await response.json()).toEqual(publicKeys)
    expect([response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      'application/jwk-set+json',
      'public, max-age=60',
    ])
  })

  test('say that it is up', async () => {
    const response = await ask(`${WELL_KNOWN}/health`)
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
  })

  test.each([
    { name: 'answer HEAD without a body', method: 'HEAD', path: '/jwks.json', want: 200 },
    { name: 'can only be read', method: 'POST', path: '/whoami', want: 405 },
    { name: 'leave nothing under their path to an origin', method: 'GET', path: '/else', want: 404 },
    { name: 'leave no detour to one', method: 'GET', path: '/../ipseal/else', want: 404 },
  ])('$name', async ({ method, path, want }) => {
    const response = await ask(`${WELL_KNOWN}${path}`, { method })
    expect(response.status).toBe(want)
    if (method === 'HEAD') expect(await response.text()).toBe('')
    if (want === 405) expect(response.headers.get('allow')).toBe('GET, HEAD')
  })
})

describe('a problem document', () => {
  const statuses: readonly ProblemStatus[] = [400, 403, 404, 405, 421, 499, 500, 501, 502, 503, 504]

  test.each(statuses)('for %i says the status and nothing else', async (status) => {
    const response = problem(status)
    expect(await response.clone().json()).toEqual({ type: 'about:blank', title: expect.any(String), status })
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      status,
      'application/problem+json',
      'no-store',
    ])
    expect(await response.text()).not.toMatch(/\d+\.\d+\.\d+|::/)
  })
})

test('the edge as a Hono application answers as the edge does', async () => {
  const edge = createEdge(optionsFor(settingsWith()))
  const readFacts = () => ({ peer: PEER, headers: [] })
  const app = createApp({ edge, readFacts, readRequestId: readRay, transport: WEB_TRANSPORT, report: () => undefined })
  const [whoami, posted] = [await app.request('/'), await app.request('/', { method: 'POST' })]
  expect([await whoami.text(), posted.status]).toEqual([`${PEER}\n`, 405])
})
