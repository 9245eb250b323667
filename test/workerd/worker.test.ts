import { afterEach, describe, expect, test, vi } from 'vitest'
import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { importKeySet } from '../../src/assertion/key-set.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { verifyAssertion } from '../../src/assertion/verify-assertion.ts'
import { createCloudflareWorker } from '../../src/platform/cloudflare/handler.ts'
import { EDGE_SNAPSHOT } from '../../src/ranges/edge-snapshot.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { PLAIN_SETTINGS } from '../settings/plain-settings.ts'
import vectors from '../vectors/edge-cloudflare-request.json' with { type: 'json' }

const { issuer: ISSUER, audience: AUDIENCE } = PLAIN_SETTINGS

const jwk = await generateSigningJwk('test', 'ES256')
const published = publicJwks([jwk])
const keys = await importKeySet(published)

const settings: Settings = {
  ...PLAIN_SETTINGS,
  ownZones: ['example.com'],
  origins: [{ match: '*', url: 'https://origin.example.com', audience: AUDIENCE, timeoutSeconds: 1 }],
}

type Case = {
  readonly name: string
  readonly headers: readonly (readonly string[])[]
  readonly pseudoIPv4?: string
  readonly want: object
}
type Sent = { readonly url: string; readonly headers: Headers; readonly redirect: string | undefined }

/** A Worker in this isolate whose requests to the origin end here. */
async function startWorker(changes: Partial<Settings> = {}) {
  const sent: Sent[] = []
  const answer = vi.fn((url: string, { headers, redirect }: RequestInit): Promise<Response> => {
    sent.push({ url, headers: new Headers(headers), redirect })
    return Promise.resolve(new Response('from the origin'))
  })
  vi.stubGlobal('fetch', answer)
  const env = {
    IPSEAL_CONFIG: JSON.stringify(await stampSettings({ ...settings, ...changes })),
    IPSEAL_SIGNING_KEY: JSON.stringify(jwk),
    IPSEAL_JWKS: JSON.stringify(published),
  }
  const records: unknown[] = []
  const rangesOf = (provider: string) => (provider === 'cloudflare' ? EDGE_SNAPSHOT.cloudflare.prefixes : undefined)
  const worker = createCloudflareWorker({ rangesOf, report: (record) => records.push(record) })
  const ask = (headers: readonly (readonly string[])[], path = '/a?b=c'): Promise<Response> => {
    const pairs = headers.map(([name = '', value = '']): [string, string] => [name, value])
    return worker.fetch(new Request(`https://www.example.com${path}`, { headers: pairs }), env)
  }
  return { ask, sent, answer, records }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

function verdictOn(sent: Sent | undefined) {
  const line = sent?.headers.get('x-client-ip-assertion') ?? ''
  return verifyAssertion([line], { keys, issuer: ISSUER, audience: AUDIENCE, bind: 'none' }, Date.now() / 1000)
}

describe('the Worker', () => {
  test.each(vectors.cases as readonly Case[])('$name', async ({ headers, pseudoIPv4, want }) => {
    const { ask, sent } = await startWorker({ pseudoIPv4: pseudoIPv4 === 'read-ipv6' ? 'read-ipv6' : 'refuse' })
    const { status } = await ask(headers)
    const sealed = await verdictOn(sent[0])
    if ('ip' in want) expect(sealed).toMatchObject({ ok: true, client: { ip: want.ip } })
    else expect([status, sent.length]).toEqual([403, 0])
  })

  test('sends an honest request on under its seal, to the origin and no further', async () => {
    const { ask, sent, records } = await startWorker()
    const response = await ask([['cf-connecting-ip', '192.0.2.7']])
    expect(await response.text()).toBe('from the origin')
    expect(sent[0]).toMatchObject({ url: 'https://origin.example.com/a?b=c', redirect: 'manual' })
    expect(records).toMatchObject([{ outcome: 'sealed', client: '192.0.2.0/24', status: 200 }])
  })

  test('replaces a forged assertion, and strips every alias of what is its own', async () => {
    const { ask, sent } = await startWorker()
    const forged = ['x-client-ip-assertion', 'x_client_ip_assertion', 'x-client-ip', 'X_Client.IP', 'x-forwarded-for']
    await ask([['cf-connecting-ip', '192.0.2.7'], ...forged.map((name) => [name, 'forged'])])
    expect(await verdictOn(sent[0])).toMatchObject({ ok: true, client: { ip: '192.0.2.7' } })
    expect([...(sent[0]?.headers ?? [])].filter(([, value]) => value === 'forged')).toEqual([])
  })

  test('seals an address once for all requests of a few seconds', async () => {
    const { ask, sent } = await startWorker()
    for (let i = 0; i < 3; i++) await ask([['cf-connecting-ip', '192.0.2.7']])
    expect(new Set(sent.map(({ headers }) => headers.get('x-client-ip-assertion'))).size).toBe(1)
  })

  test('answers 504 if the origin does not answer in time', async () => {
    const { ask, answer, records } = await startWorker()
    answer.mockImplementation(() => new Promise(() => undefined))
    expect((await ask([['cf-connecting-ip', '192.0.2.7']])).status).toBe(504)
    expect(records).toMatchObject([{ originOutcome: 'timed-out', level: 50 }])
  })

  test('answers 502 if the origin cannot be reached', async () => {
    const { ask, answer } = await startWorker()
    answer.mockRejectedValue(new Error('Network connection lost.'))
    expect((await ask([['cf-connecting-ip', '192.0.2.7']])).status).toBe(502)
  })

  test('answers for itself under its own path', async () => {
    const { ask, sent } = await startWorker()
    const whoami = await ask([['cf-connecting-ip', '192.0.2.7']], '/.well-known/ipseal/whoami')
    const keySet = await ask([], '/.well-known/ipseal/jwks.json')
    expect([await whoami.text(), await keySet.json(), sent.length]).toEqual(['192.0.2.7\n', published, 0])
  })
})
