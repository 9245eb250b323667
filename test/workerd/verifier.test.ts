import { describe, expect, test } from 'vitest'
import { createSealer } from '../../src/assertion/create-sealer.ts'
import { generateSigningJwk, importSigningKey, publicJwks } from '../../src/assertion/index.ts'
import { parseAddress } from '../../src/net/address.ts'
import { createVerifier, fetchKeys, type KeySourceEvent, verifyFetch } from '../../src/origin/index.ts'

const issuer = 'https://edge.example.com'
const audience = 'origin-prod'
const url = 'https://edge.example.com/.well-known/ipseal/jwks.json'

const jwk = await generateSigningJwk('2026-11-a', 'ES256')
const published = JSON.stringify(publicJwks([jwk]))

async function seal(): Promise<string> {
  const ip = parseAddress('192.0.2.7')
  if (ip === undefined) throw new Error('no address')
  const key = await importSigningKey(jwk)
  const sealer = createSealer({ key, issuer, ttlSeconds: 60, bind: 'none', prefix: '' })
  return sealer.seal({ ip, via: 'peer', audience }, Math.floor(Date.now() / 1000))
}

/** What a Worker serves behind a verifier that was given these answers in place of the edge's. */
function serve(...answers: readonly Response[]) {
  const events: KeySourceEvent[] = []
  const asked: RequestInit[] = []
  const left = [...answers]
  const fetch = (_url: string, init: RequestInit): Promise<Response> => {
    asked.push(init)
    const answer = left.shift()
    return answer === undefined ? Promise.reject(new Error('nobody answers')) : Promise.resolve(answer)
  }
  const keys = fetchKeys(url, { fetch, report: (event) => events.push(event) })
  const verifier = createVerifier({ issuer, audience, keys, mode: 'enforce', bind: 'none', report: () => undefined })
  const handle = verifyFetch(verifier, ({ headers }, client) => {
    return Response.json([client?.ip, headers.get('x-client-ip'), headers.get('x-client-ip-assertion')])
  })
  return { handle, events, asked }
}

const requestWith = (headers: Readonly<Record<string, string>>) => new Request('https://app.example.com/', { headers })

describe('a verifier in a Worker', () => {
  test('fetches its keys by what workerd can do, and hands the verified client on', async () => {
    const { handle, events, asked } = serve(new Response(published))
    const headers = { 'X-Client-IP-Assertion': await seal(), 'X-Client-IP': '203.0.113.66' }
    expect(await (await handle(requestWith(headers))).json()).toEqual(['192.0.2.7', '192.0.2.7', null])
    // Options that workerd does not know make this throw.
    expect(() => new Request(url, asked[0])).not.toThrow()
    expect((await handle(requestWith({ 'X-Client-IP': '203.0.113.66' }))).status).toBe(401)
    expect([asked.length, events]).toEqual([1, [{ type: 'keys-loaded', keyIds: ['2026-11-a'] }]])
  })

  test.each([
    {
      name: 'a body that is too large',
      answer: () => new Response(published + ' '.repeat(70_000)),
      reason: 'too-large',
    },
    { name: 'a redirect', answer: () => Response.redirect('https://edge.example.net/'), reason: 'bad-status' },
    { name: 'no key set', answer: () => new Response('<html>'), reason: 'bad-key-set' },
  ])('believes nobody while all it gets is $name', async ({ answer, reason }) => {
    const { handle, events } = serve(answer())
    expect((await handle(requestWith({ 'X-Client-IP-Assertion': await seal() }))).status).toBe(401)
    expect(events).toMatchObject([{ type: 'keys-not-loaded', fault: { reason } }])
  })
})
