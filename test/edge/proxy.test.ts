import { describe, expect, test } from 'vitest'
import { verifyAssertion } from '../../src/assertion/verify-assertion.ts'
import { ASSERTION_HEADER } from '../../src/headers/own-names.ts'
import type { OriginSettings, Settings } from '../../src/settings/settings.ts'
import {
  AUDIENCE,
  edgeUnderTest,
  ISSUER,
  keys,
  NOW,
  optionsFor,
  originAt,
  PEER,
  settingsWith,
} from './edge-under-test.ts'
import { sendRaw, serve, serveHandler } from './servers.ts'

type Seen = { readonly method: string; readonly target: string; readonly lines: readonly (readonly string[])[] }

/** An origin that remembers each request, behind an edge; both on sockets. */
async function startPath(changes: Partial<Settings> = {}, origin: Partial<OriginSettings> = {}) {
  const seen: Seen[] = []
  const { url } = await serve(({ method = '', url: target = '', rawHeaders }, response) => {
    const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name.toLowerCase(), rawHeaders[i + 1] ?? '']] : []))
    seen.push({ method, target, lines })
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.end('from the origin')
  })
  const options = optionsFor(settingsWith({ origins: [originAt(url, origin)], ...changes }))
  const { handle, records } = await edgeUnderTest(options)
  const { port } = await serveHandler(handle)
  const send = (head: string): Promise<string> =>
    sendRaw(port, `${head.replaceAll('\n', '\r\n')}\r\nHost: www.example.com\r\nConnection: close\r\n\r\n`)
  return { seen, records, send, host: new URL(url).host }
}

function valuesOf(seen: Seen | undefined, name: string): readonly (string | undefined)[] {
  return (seen?.lines ?? []).filter(([sent]) => sent === name).map(([, value]) => value)
}

function statusOf(response: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1])
}

async function verdictOn(seen: Seen | undefined, bind: 'none' | 'host' | 'request', host = '') {
  const lines = valuesOf(seen, ASSERTION_HEADER).map(String)
  const request = { method: seen?.method ?? '', host, path: seen?.target ?? '' }
  return verifyAssertion(lines, { keys, issuer: ISSUER, audience: AUDIENCE, bind, request }, NOW)
}

describe('a request that is passed on', () => {
  test('carries one assertion, for the client that the edge resolved', async () => {
    const { seen, send } = await startPath()
    await send('GET /a?b=c HTTP/1.1')
    expect(seen[0]).toMatchObject({ method: 'GET', target: '/a?b=c' })
    expect(await verdictOn(seen[0], 'none')).toMatchObject({ ok: true, client: { ip: PEER, via: 'peer' } })
  })

  test('carries it in the place of whatever the client had put there, in any spelling', async () => {
    const { seen, send } = await startPath()
    const forged =
      'X-Client-IP-Assertion: forged\nx-client-ip-assertion: forged\nX_Client_IP_Assertion: forged\nX-Client-IP: 192.0.2.1'
    await send(`GET / HTTP/1.1\n${forged}\nConnection: X-Client-IP-Assertion`)
    expect(await verdictOn(seen[0], 'none')).toMatchObject({ ok: true, client: { ip: PEER } })
    expect(JSON.stringify(seen[0])).not.toMatch(/forged|192\.0\.2\.1/)
  })

  test('has the origin as its host, and says which host and scheme the client asked', async () => {
    const { seen, send, host } = await startPath()
    await send('GET / HTTP/1.1\nX-Forwarded-Host: evil.example\nX-Forwarded-Proto: gopher')
    const told = ['host', 'x-forwarded-host', 'x-forwarded-proto'].map((name) => valuesOf(seen[0], name))
    expect(told).toEqual([[host], ['www.example.com'], ['http']])
  })

  test('keeps what belongs to the application, and every line of the response', async () => {
    const { seen, send } = await startPath()
    const response = await send('POST /a HTTP/1.1\nCookie: a=b\nAuthorization: Bearer x\nContent-Length: 0')
    expect([valuesOf(seen[0], 'cookie'), valuesOf(seen[0], 'authorization')]).toEqual([['a=b'], ['Bearer x']])
    expect(response.match(/set-cookie: [ab]=\d/gi)).toHaveLength(2)
    expect(response).toContain('from the origin')
  })

  test('is bound to what is sent, not to what was received, where the settings bind', async () => {
    const assertion = { ...settingsWith().assertion, bind: 'request' } as const
    const { seen, send, host } = await startPath({ assertion })
    await send('PUT /x/../a%2Fb?c HTTP/1.1\nContent-Length: 0')
    expect(seen[0]?.target).toBe('/a%2Fb?c')
    expect(await verdictOn(seen[0], 'request', host)).toMatchObject({ ok: true })
  })
})

describe('a request that is not passed on', () => {
  const nobody: Settings['trust'] = [
    { name: 'own', ranges: [`${PEER}/32`], clients: [], tenants: 'any', proxyProtocol: false },
  ]
  const xff: Settings['headers'] = [
    { name: 'x-forwarded-for', format: 'x-forwarded-for', from: ['own'], optional: false, ports: 'optional' },
  ]
  const unresolvable = { trust: nobody, headers: xff }
  const bound = { assertion: { ...settingsWith().assertion, bind: 'request' } as const }

  test.each([
    { name: 'has no client', changes: unresolvable, head: 'GET / HTTP/1.1', want: [403, 'refused'] },
    { name: 'has no origin', origin: { match: 'a.example' }, head: 'GET / HTTP/1.1', want: [421, 'unrouted'] },
    { name: 'cannot be bound', changes: bound, head: 'GET /a//b HTTP/1.1', want: [400, 'unsealable'] },
    {
      name: 'wants an upgrade that this runtime cannot pass on',
      head: 'GET / HTTP/1.1\nUpgrade: websocket\nSec-WebSocket-Key: x',
      want: [501, 'unsupported'],
    },
  ])('is answered by the edge if it $name', async ({ changes, origin, head, want }) => {
    const { seen, send, records } = await startPath(changes, origin)
    const response = await send(head)
    expect([statusOf(response), records[0]?.outcome, seen.length]).toEqual([...want, 0])
    expect(response).toContain('application/problem+json')
  })

  test('is passed on without any assertion only where the settings say so', async () => {
    const { seen, send, records } = await startPath({ ...unresolvable, onRefusal: 'forward-unsealed' })
    await send('GET / HTTP/1.1\nX-Client-IP-Assertion: forged\nX-Client-IP: 192.0.2.1')
    expect([valuesOf(seen[0], ASSERTION_HEADER), valuesOf(seen[0], 'x-client-ip'), records[0]?.outcome]).toEqual([
      [],
      [],
      'unsealed',
    ])
  })

  test('gets 500 for a fault of the edge, which is reported and never passed on', async () => {
    const { url } = await serve((_request, response) => response.end('reached'))
    const options = optionsFor(settingsWith({ origins: [originAt(url)] }))
    const { handle, records } = await edgeUnderTest(options, () => {
      throw new TypeError('198.51.100.7 secret')
    })
    const response = await handle(new Request('http://www.example.com/'))
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringMatching(/reached|198/)])
    expect(records).toMatchObject([{ level: 50, outcome: 'failed', status: 500, err: { type: 'TypeError' } }])
    expect(JSON.stringify(records)).not.toContain('secret')
  })

  test('is malformed if its host is no plain name, which others may read as another one', async () => {
    const { handle, records } = await edgeUnderTest(
      optionsFor(settingsWith({ origins: [originAt('http://192.0.2.1')] })),
    )
    const response = await handle(new Request('http://www.example.com$.example/'))
    expect([response.status, records[0]?.outcome]).toEqual([400, 'malformed'])
  })
})
