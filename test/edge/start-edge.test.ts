import { describe, expect, test } from 'vitest'
import { generateSigningJwk } from '../../src/assertion/generate-signing-jwk.ts'
import { publicJwks } from '../../src/assertion/public-jwks.ts'
import { startEdge } from '../../src/edge/edge-sources.ts'
import { type StartFault, startFault } from '../../src/edge/start-fault.ts'
import { createCloudflareWorker } from '../../src/platform/cloudflare/handler.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { stampSettings } from '../../src/settings/stamp-settings.ts'
import { settingsWith } from './edge-under-test.ts'

type Variables = Readonly<Record<string, string | undefined>>

const jwk = await generateSigningJwk('test', 'ES256')
const namesake = await generateSigningJwk('test', 'ES256')
const other = await generateSigningJwk('other', 'ES256')

async function compile(changes: Partial<Settings> = {}): Promise<string> {
  return JSON.stringify(await stampSettings(settingsWith(changes)))
}

const good: Variables = {
  IPSEAL_CONFIG: await compile(),
  IPSEAL_SIGNING_KEY: JSON.stringify(jwk),
  IPSEAL_JWKS: JSON.stringify(publicJwks([jwk, other])),
}

async function faultOf(variables: Variables): Promise<StartFault | 'started'> {
  const read = (name: string) => Promise.resolve(variables[name])
  try {
    await startEdge(read, { rangesOf: () => [] })
    return 'started'
  } catch (error) {
    return startFault(error, 0)
  }
}

const edited = (await compile()).replace('origin-test', 'origin-prod')
const pseudonym: Partial<Settings> = { privacy: { logAddress: 'pseudonym' } }
const eddsa: Partial<Settings> = { assertion: { ...settingsWith().assertion, alg: 'EdDSA' } }
const proven: Partial<Settings> = {
  trust: [
    {
      name: 'cdn',
      ranges: ['203.0.113.0/24'],
      clients: [],
      proof: { header: 'x-proof', secret: 'cdn' },
      proxyProtocol: false,
    },
  ],
}

const compiled = { eddsa: await compile(eddsa), pseudonym: await compile(pseudonym), proven: await compile(proven) }

describe('an edge does not start', () => {
  test.each([
    { name: 'without settings', change: { IPSEAL_CONFIG: undefined }, want: 'VARIABLE_MISSING at IPSEAL_CONFIG' },
    {
      name: 'with the document that people write',
      change: { IPSEAL_CONFIG: '{"issuer":"x"}' },
      want: 'NOT_SETTINGS at IPSEAL_CONFIG',
    },
    {
      name: 'with settings that were edited',
      change: { IPSEAL_CONFIG: edited },
      want: 'DIGEST_MISMATCH at IPSEAL_CONFIG',
    },
    { name: 'without a key', change: { IPSEAL_SIGNING_KEY: '' }, want: 'VARIABLE_MISSING at IPSEAL_SIGNING_KEY' },
    {
      name: 'with a key that is no JSON',
      change: { IPSEAL_SIGNING_KEY: '-----BEGIN PRIVATE KEY-----' },
      want: 'NOT_JSON at IPSEAL_SIGNING_KEY',
    },
    { name: 'with a key that is no JWK', change: { IPSEAL_SIGNING_KEY: '{"kty":"EC"}' }, want: /^BAD_KID at key/ },
    {
      name: 'with a public key to sign',
      change: { IPSEAL_SIGNING_KEY: JSON.stringify(publicJwks([jwk]).keys[0]) },
      want: 'PRIVATE_KEY_MISSING',
    },
    { name: 'without a published set', change: { IPSEAL_JWKS: undefined }, want: 'VARIABLE_MISSING at IPSEAL_JWKS' },
    { name: 'with a set that is none', change: { IPSEAL_JWKS: '[]' }, want: 'NOT_JSON at IPSEAL_JWKS' },
    {
      name: 'with a key that is not published',
      change: { IPSEAL_JWKS: JSON.stringify(publicJwks([other])) },
      want: 'KEY_NOT_PUBLISHED at IPSEAL_JWKS',
    },
    {
      name: 'with a namesake published in its place',
      change: { IPSEAL_JWKS: JSON.stringify(publicJwks([namesake])) },
      want: 'KEY_DIFFERS at IPSEAL_JWKS',
    },
    {
      name: 'with a key of another algorithm',
      change: { IPSEAL_CONFIG: compiled.eddsa },
      want: 'WRONG_ALGORITHM at IPSEAL_SIGNING_KEY',
    },
    {
      name: 'with pseudonyms and no secret for them',
      change: { IPSEAL_CONFIG: compiled.pseudonym },
      want: 'PSEUDONYM_MISSING',
    },
    {
      name: 'with pseudonyms and a short secret',
      change: { IPSEAL_CONFIG: compiled.pseudonym, IPSEAL_SECRET_PSEUDONYM: 'short' },
      want: 'pseudonym key',
    },
    {
      name: 'with a proof secret that is a broken list',
      change: { IPSEAL_CONFIG: compiled.proven, IPSEAL_SECRET_CDN: '["a"' },
      want: 'BAD_SECRET at IPSEAL_SECRET_CDN',
    },
  ])('$name', async ({ change, want }) => {
    const fault = await faultOf({ ...good, ...change })
    expect(fault).toMatchObject({ level: 60, msg: 'start failed', fault: expect.stringMatching(want) })
  })

  test('and tells nothing of a private key that it cannot read', async () => {
    const broken = JSON.stringify(jwk).slice(0, -1)
    const fault = JSON.stringify(await faultOf({ ...good, IPSEAL_SIGNING_KEY: broken }))
    expect(['d', 'x', 'y'].map((name) => fault.includes(String(Reflect.get(jwk, name))))).toEqual([false, false, false])
  })

  test('and tells nothing of an error that it does not know', () => {
    expect(startFault(new Error('a secret'), 0)).toMatchObject({ fault: undefined, err: { type: 'Error' } })
  })
})

describe('an edge starts', () => {
  test.each([
    { name: 'with all its variables', change: {} },
    {
      name: 'with a proof secret that is not to be had: requests through that group are refused',
      change: { IPSEAL_CONFIG: compiled.proven },
    },
    {
      name: 'with pseudonyms and a secret',
      change: { IPSEAL_CONFIG: compiled.pseudonym, IPSEAL_SECRET_PSEUDONYM: 'x'.repeat(32) },
    },
  ])('$name', async ({ change }) => {
    expect(await faultOf({ ...good, ...change })).toBe('started')
  })
})

describe('a Worker', () => {
  const asked = () => new Request('http://www.example.com/', { headers: { 'CF-Connecting-IP': '192.0.2.7' } })

  function worker() {
    const records: unknown[] = []
    return { records, ...createCloudflareWorker({ rangesOf: () => [], report: (record) => records.push(record) }) }
  }

  test.each([
    { name: 'as text', wrap: (text: string): unknown => text },
    { name: 'as JSON', wrap: (text: string): unknown => JSON.parse(text) },
    { name: 'from the Secrets Store', wrap: (text: string): unknown => ({ get: () => Promise.resolve(text) }) },
  ])('takes its variables $name', async ({ wrap }) => {
    const env = Object.fromEntries(Object.entries(good).map(([name, value]) => [name, wrap(String(value))]))
    expect(await (await worker().fetch(asked(), env)).text()).toBe('192.0.2.7\n')
  })

  test('answers 503 until it could start, names the fault once, and then works', async () => {
    const { fetch, records } = worker()
    const answers = [await fetch(asked(), {}), await fetch(asked(), {})]
    expect(answers.map(({ status }) => status)).toEqual([503, 503])
    expect(records).toMatchObject([{ msg: 'start failed', fault: expect.stringContaining('IPSEAL_CONFIG') }])
  })

  test('names the secret that the store does not give, and not what the store said', async () => {
    const { fetch, records } = worker()
    const away = { get: () => Promise.reject(new Error('store says hush')) }
    await fetch(asked(), { ...good, IPSEAL_SIGNING_KEY: away })
    expect(records).toMatchObject([{ fault: expect.stringMatching(/^STORE_FAILED at IPSEAL_SIGNING_KEY/) }])
    expect(JSON.stringify(records)).not.toContain('hush')
  })
})
