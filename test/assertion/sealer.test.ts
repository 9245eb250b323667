import fc from 'fast-check'
import { CompactSign, decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, test, vi } from 'vitest'
import {
  type Bind,
  createSealer,
  importKeySet,
  importSigningKey,
  SealError,
  type SealerOptions,
  verifyAssertion,
} from '../../src/assertion/index.ts'
import { type Address, parseAddress, printAddress } from '../../src/net/address.ts'
import { verifyWithJose } from './jose-verifier.ts'
import { testKeys } from './vectors.ts'

const { es256, eddsa, hs256 } = testKeys
const { d: _es256, ...es256Public } = es256
const { d: _eddsa, ...eddsaPublic } = eddsa
const jwks = { keys: [es256Public, eddsaPublic, hs256] }
const keys = await importKeySet(jwks)
const es256Key = await importSigningKey(es256)

const issuer = 'https://edge.example.com'
const audience = 'origin-prod'
const options: SealerOptions = { key: es256Key, issuer, ttlSeconds: 60, bind: 'none', prefix: '' }
const request = { method: 'GET', host: 'Shop.example.com.:443', path: '/cart?item=1' }
const facts = { ip: address('192.0.2.7'), via: 'CF-Connecting-IP', audience }
const NOW = 1795262400.75

function address(text: string): Address {
  return parseAddress(text) ?? expect.fail(`${text} is no address`)
}

function verify(line: string, bind: Bind = 'none', now = NOW) {
  return verifyAssertion([line], { keys, issuer, audience, bind, request }, now)
}

describe('a seal', () => {
  test('is a token with exactly the header and claims of the design', async () => {
    const line = await createSealer(options).seal({ ...facts, ...request }, NOW)
    expect(JSON.stringify(decodeProtectedHeader(line))).toBe('{"alg":"ES256","kid":"test-es256","typ":"JWT"}')
    expect(decodeJwt(line)).toEqual({
      iss: issuer,
      aud: audience,
      sub: 'client-ip',
      iat: 1795262400,
      exp: 1795262460,
      ip: '192.0.2.7',
      via: 'cf-connecting-ip',
      v: 1,
    })
  })

  test.each([
    { bind: 'host', want: { host: 'shop.example.com' } },
    { bind: 'request', want: { htm: 'GET', host: 'shop.example.com', path: '/cart' } },
  ] as const)('carries what bind $bind names', async ({ bind, want }) => {
    const line = await createSealer({ ...options, bind }).seal({ ...facts, ...request }, NOW)
    const { htm, host, path } = decodeJwt(line)
    expect({ htm, host, path }).toEqual({ htm: undefined, path: undefined, ...want })
    expect(await verify(line, bind)).toMatchObject({ ok: true })
  })

  test('has the prefix in front if asked', async () => {
    const line = await createSealer({ ...options, prefix: 'Bearer ' }).seal(facts, NOW)
    expect(line).toMatch(/^Bearer eyJ/)
    expect(await verify(line)).toMatchObject({ ok: true })
  })

  test.each([es256, eddsa, hs256])('of a key for $alg is good to jose, and one by jose is good to us', async (jwk) => {
    const key = await importSigningKey(jwk)
    const line = await createSealer({ ...options, key }).seal(facts, NOW)
    expect(await verifyWithJose(line, { jwks, issuer, audience, now: NOW })).toBe(true)
    const byJose = await new CompactSign(new TextEncoder().encode(JSON.stringify(decodeJwt(line))))
      .setProtectedHeader({ alg: jwk.alg ?? '', kid: jwk.kid ?? '', typ: 'JWT' })
      .sign({ ...jwk })
    expect(await verify(byJose)).toMatchObject({ ok: true, client: { ip: '192.0.2.7', keyId: jwk.kid } })
  })

  test('comes back as the address that went in, whichever it is', async () => {
    const hmac = createSealer({ ...options, key: await importSigningKey(hs256) })
    const words = fc.uint32Array({ minLength: 4, maxLength: 4 })
    const any = fc.tuple(words, fc.constantFrom(4 as const, 6 as const)).map(([w, family]) => {
      const canonical = parseAddress(printAddress(family === 4 ? w.fill(0, 1) : w, family))
      return canonical ?? expect.fail('printed no address')
    })
    await fc.assert(
      fc.asyncProperty(any, async (ip) => {
        const verdict = await verify(await hmac.seal({ ...facts, ip }, NOW))
        expect(verdict).toMatchObject({ ok: true, client: { ip, via: 'cf-connecting-ip' } })
      }),
      { numRuns: 500 },
    )
  })
})

describe('a sealer', () => {
  const other = [
    { name: 'another address', changed: { ip: address('192.0.2.8') } },
    { name: 'another source', changed: { via: 'peer' } },
    { name: 'another audience', changed: { audience: 'origin-test' } },
    { name: 'another bound host', changed: { host: 'pay.example.com' } },
  ]

  test.each(other)('signs anew for $name', async ({ changed }) => {
    const sealer = createSealer({ ...options, bind: 'host' })
    const first = await sealer.seal({ ...facts, ...request }, NOW)
    expect(await sealer.seal({ ...facts, ...request, ...changed }, NOW)).not.toBe(first)
  })

  test('signs once for two spellings of one host and of one header', async () => {
    const sealer = createSealer({ ...options, bind: 'host' })
    const first = await sealer.seal({ ...facts, ...request }, NOW)
    expect(await sealer.seal({ ...facts, via: 'cf-connecting-ip', host: 'shop.example.com' }, NOW)).toBe(first)
  })

  test('reuses a token over hosts and paths that it is not bound to', async () => {
    const sealer = createSealer(options)
    const first = await sealer.seal({ ...facts, ...request }, NOW)
    expect(await sealer.seal({ ...facts, host: 'pay.example.com', path: '/' }, NOW)).toBe(first)
  })

  test.each([
    { ttlSeconds: 60, slotSeconds: 15 },
    { ttlSeconds: 300, slotSeconds: 15 },
    { ttlSeconds: 40, slotSeconds: 10 },
    { ttlSeconds: 15, slotSeconds: 3.75 },
  ])(
    'reuses a token of $ttlSeconds s for one slot of $slotSeconds s, no longer',
    async ({ ttlSeconds, slotSeconds }) => {
      const sealer = createSealer({ ...options, ttlSeconds })
      const start = 1795262400
      const first = await sealer.seal(facts, start)
      expect(await sealer.seal(facts, start + slotSeconds * 0.99)).toBe(first)
      const second = await sealer.seal(facts, start + slotSeconds)
      expect(second).not.toBe(first)
      expect(await sealer.seal(facts, start + slotSeconds * 1.99)).toBe(second)
    },
  )

  test('signs each request anew with bind request', async () => {
    const sealer = createSealer({ ...options, bind: 'request' })
    const first = await sealer.seal({ ...facts, ...request }, NOW)
    expect(await sealer.seal({ ...facts, ...request }, NOW)).not.toBe(first)
  })

  test('does not remember a failure to sign', async () => {
    const sealer = createSealer(options)
    const sign = vi.spyOn(crypto.subtle, 'sign').mockRejectedValueOnce(new Error('the key store is away'))
    await expect(sealer.seal(facts, NOW)).rejects.toThrow('the key store is away')
    sign.mockRestore()
    expect(await verify(await sealer.seal(facts, NOW))).toMatchObject({ ok: true })
  })

  test('that is asked while a first signature hangs does not wait for it', async () => {
    const sealer = createSealer(options)
    const sign = vi.spyOn(crypto.subtle, 'sign').mockReturnValueOnce(new Promise(() => undefined))
    void sealer.seal(facts, NOW)
    const line = await sealer.seal(facts, NOW)
    sign.mockRestore()
    expect(await verify(line)).toMatchObject({ ok: true })
  })
})

const badOptions = [
  { name: 'a lifetime of 14 s', changed: { ttlSeconds: 14 }, code: 'BAD_TTL' },
  { name: 'a lifetime of 301 s', changed: { ttlSeconds: 301 }, code: 'BAD_TTL' },
  { name: 'a lifetime of 60.5 s', changed: { ttlSeconds: 60.5 }, code: 'BAD_TTL' },
  { name: 'no issuer', changed: { issuer: '' }, code: 'BAD_ISSUER' },
]

const badFacts = [
  { name: 'no method', bind: 'request', changed: { method: undefined }, code: 'METHOD_MISSING' },
  { name: 'no host', bind: 'host', changed: { host: undefined }, code: 'HOST_UNBINDABLE' },
  { name: 'two hosts', bind: 'host', changed: { host: 'a.example.com, b.example.com' }, code: 'HOST_UNBINDABLE' },
  { name: 'no path', bind: 'request', changed: { path: undefined }, code: 'PATH_UNBINDABLE' },
  { name: 'a path that proxies rewrite', bind: 'request', changed: { path: '/a/../b' }, code: 'PATH_UNBINDABLE' },
  {
    name: 'a path that makes the line too long',
    bind: 'request',
    changed: { path: `/${'a'.repeat(1400)}` },
    code: 'TOKEN_TOO_LARGE',
  },
  { name: 'a source that is no header name', bind: 'none', changed: { via: 'x\ny' }, code: 'BAD_VIA' },
  { name: 'a clock of milliseconds', bind: 'none', changed: {}, now: NOW * 1000, code: 'BAD_CLOCK' },
  { name: 'a clock that is no number', bind: 'none', changed: {}, now: Number.NaN, code: 'BAD_CLOCK' },
] as const

describe('a sealer refuses', () => {
  test.each(badOptions)('$name', ({ changed, code }) => {
    const make = () => createSealer({ ...options, ...changed })
    expect(make).toThrow(SealError)
    expect(make).toThrow(code)
  })

  test.each(badFacts)('$name', async ({ bind, changed, code, ...rest }) => {
    const now = 'now' in rest ? rest.now : NOW
    const sealing = createSealer({ ...options, bind }).seal({ ...facts, ...request, ...changed }, now)
    await expect(sealing).rejects.toMatchObject({ name: 'SealError', code })
  })
})
