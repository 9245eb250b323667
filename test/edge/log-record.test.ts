import { describe, expect, test } from 'vitest'
import { chooseLogAddress } from '../../src/edge/log-address.ts'
import { importPseudonymKey } from '../../src/net/pseudonym.ts'
import type { HeaderSettings, Settings, TrustSettings } from '../../src/settings/settings.ts'
import { edgeUnderTest, optionsFor, PEER, settingsWith } from './edge-under-test.ts'

const pseudonymKey = await importPseudonymKey(new TextEncoder().encode('a test secret of at least 32 bytes'))

const proxies: readonly TrustSettings[] = [
  { name: 'own', ranges: [`${PEER}/32`], clients: [], tenants: 'any', proxyProtocol: false },
]
const speaking = (name: string): readonly HeaderSettings[] => [
  { name, format: 'address', from: ['own'], optional: false, ports: 'never' },
]

async function recordOf(changes: Partial<Settings>, headers: Readonly<Record<string, string>> = {}) {
  const { handle, records } = await edgeUnderTest({ ...optionsFor(settingsWith(changes)), pseudonymKey })
  await handle(new Request('http://www.example.com/secret/path?token=1', { headers }))
  return records[0]
}

describe('the record of a request', () => {
  test('says who it was, how that is known and what came of it', async () => {
    expect(await recordOf({})).toMatchObject({
      level: 30,
      time: expect.any(Number),
      msg: 'request',
      outcome: 'answered',
      status: 200,
      durationMs: expect.any(Number),
      client: '198.51.100.0/24',
      via: 'peer',
    })
  })

  test('says why there is no client, which header that is about, and who was last vouched for', async () => {
    const record = await recordOf({ trust: proxies, headers: speaking('x-real-ip') }, { 'X-Real-IP': 'no address' })
    expect(record).toMatchObject({
      level: 40,
      outcome: 'refused',
      status: 403,
      reason: 'malformed-address',
      header: 'x-real-ip',
      nearest: '198.51.100.0/24',
    })
    expect(record).not.toHaveProperty('client', expect.anything())
  })

  test('counts what the client tried', async () => {
    expect(await recordOf({}, { 'X-Forwarded-For': '192.0.2.1' })).toMatchObject({
      anomalies: ['spoof-attempt', 'special-address'],
    })
  })

  test('holds nothing that the client wrote', async () => {
    const marked = {
      'X-Forwarded-For': 'mark',
      Cookie: 'mark',
      'User-Agent': 'mark',
      'CF-Ray': 'mark\u00e9"}',
      Accept: 'mark',
    }
    const record = await recordOf({}, { ...marked, 'X-Client-IP-Assertion': 'mark' })
    expect(JSON.stringify(record)).not.toMatch(/mark|secret|token|www\.example/)
  })

  test.each([
    { name: 'takes an id that looks like Cloudflare’s', ray: '8e1f2a3b4c5d6e7f-FRA', want: '8e1f2a3b4c5d6e7f-FRA' },
    { name: 'takes one without its place', ray: '8e1f2a3b4c5d6e7f', want: '8e1f2a3b4c5d6e7f' },
    { name: 'takes no other text for an id', ray: '8e1f2a3b4c5d6e7f-FRA,x', want: undefined },
    { name: 'takes no longer one', ray: '8e1f2a3b4c5d6e7f00-FRA', want: undefined },
  ])('$name', async ({ ray, want }) => {
    expect((await recordOf({}, { 'CF-Ray': ray }))?.reqId).toBe(want)
  })
})

describe('an address in the log', () => {
  test.each([
    { logAddress: 'truncated', want: '198.51.100.0/24' },
    { logAddress: 'full', want: PEER },
    { logAddress: 'pseudonym', want: expect.stringMatching(/^client-[0-9a-f]{32}$/) },
  ] as const)('is $logAddress where the settings say so', async ({ logAddress, want }) => {
    expect((await recordOf({ privacy: { logAddress } }))?.client).toEqual(want)
  })

  test('cannot be a pseudonym without a secret', () => {
    expect(() => chooseLogAddress('pseudonym', undefined)).toThrow(/PSEUDONYM_MISSING at privacy\.logAddress/)
  })
})

describe('a shadow policy', () => {
  const plain = { trust: [], headers: [], maxHops: 16, ownZones: [], pseudoIPv4: 'refuse' } as const
  const strict = { ...plain, trust: proxies, headers: speaking('x-real-ip') }

  test.each([
    { name: 'that agrees', shadow: plain, headers: {}, want: ['same', 'sealed'] },
    { name: 'that would refuse', shadow: strict, headers: {}, want: ['differs', 'missing-header'] },
    {
      name: 'that names another client',
      shadow: strict,
      headers: { 'X-Real-IP': '192.0.2.1' },
      want: ['differs', 'sealed'],
    },
  ])('$name is counted and not acted on', async ({ shadow, headers, want }) => {
    const record = await recordOf({ shadow }, headers)
    expect([record?.shadow, record?.shadowOutcome]).toEqual(want)
    expect(record).toMatchObject({ status: 200, client: '198.51.100.0/24' })
  })

  test('that refuses for the same reason agrees', async () => {
    const record = await recordOf({ ...strict, shadow: strict })
    expect([record?.shadow, record?.outcome]).toEqual(['same', 'refused'])
  })

  test('has its own headers stripped as well', async () => {
    const shadow = { ...plain, trust: proxies, headers: speaking('x-shadow-ip') }
    const { sortHeaders } = await import('../../src/edge/edge.ts').then(({ createEdge }) =>
      createEdge(optionsFor(settingsWith({ shadow }))),
    )
    expect(sortHeaders(new Headers({ 'X-Shadow-IP': '192.0.2.1' }))).toEqual({
      read: [['x-shadow-ip', '192.0.2.1']],
      stripped: ['x-shadow-ip'],
    })
  })
})
