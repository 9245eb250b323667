import { describe, expect, test, vi } from 'vitest'
import { generateSigningJwk, importKeySet, importSigningKey, KeyError, publicJwks } from '../../src/assertion/index.ts'
import { testKeys } from './vectors.ts'

const { es256, eddsa, hs256, stranger } = testKeys
const { d: _es256, ...es256Public } = es256
const { d: _eddsa, ...eddsaPublic } = eddsa

async function faultOf(run: () => unknown): Promise<KeyError> {
  try {
    await run()
  } catch (error) {
    if (error instanceof KeyError) return error
    throw error
  }
  return expect.fail('nothing was refused')
}

const badKeys = [
  { name: 'text', jwk: 'my-secret', code: 'NOT_A_KEY', path: 'key' },
  { name: 'nothing', jwk: undefined, code: 'NOT_A_KEY', path: 'key' },
  { name: 'a list', jwk: [es256], code: 'NOT_A_KEY', path: 'key' },
  { name: 'a key set', jwk: { keys: [es256] }, code: 'BAD_KID', path: 'key.kid' },
  { name: 'no kid', jwk: { ...es256, kid: undefined }, code: 'BAD_KID', path: 'key.kid' },
  { name: 'an empty kid', jwk: { ...es256, kid: '' }, code: 'BAD_KID', path: 'key.kid' },
  { name: 'a kid that leads out of its folder', jwk: { ...es256, kid: '../x' }, code: 'BAD_KID', path: 'key.kid' },
  { name: 'a kid of 65 characters', jwk: { ...es256, kid: 'k'.repeat(65) }, code: 'BAD_KID', path: 'key.kid' },
  { name: 'no use', jwk: { ...es256, use: undefined }, code: 'BAD_USE', path: 'key.use' },
  { name: 'use enc', jwk: { ...es256, use: 'enc' }, code: 'BAD_USE', path: 'key.use' },
  { name: 'no alg', jwk: { ...es256, alg: undefined }, code: 'BAD_ALG', path: 'key.alg' },
  { name: 'RS256', jwk: { ...es256, alg: 'RS256' }, code: 'BAD_ALG', path: 'key.alg' },
  { name: 'alg none', jwk: { ...es256, alg: 'none' }, code: 'BAD_ALG', path: 'key.alg' },
  { name: 'an alg that every object has', jwk: { ...es256, alg: 'toString' }, code: 'BAD_ALG', path: 'key.alg' },
  { name: 'the newer name of EdDSA', jwk: { ...eddsa, alg: 'Ed25519' }, code: 'BAD_ALG', path: 'key.alg' },
  { name: 'HS256 with a public key', jwk: { ...es256, alg: 'HS256' }, code: 'WRONG_KEY_TYPE', path: 'key.kty' },
  { name: 'ES256 with a secret', jwk: { ...hs256, alg: 'ES256' }, code: 'WRONG_KEY_TYPE', path: 'key.kty' },
  { name: 'ES256 on another curve', jwk: { ...es256, crv: 'P-384' }, code: 'WRONG_KEY_TYPE', path: 'key.crv' },
  { name: 'padding in x', jwk: { ...es256, x: `${es256.x}=` }, code: 'BAD_KEY_MATERIAL', path: 'key.x' },
  { name: 'a short d', jwk: { ...es256, d: 'AAAA' }, code: 'BAD_KEY_MATERIAL', path: 'key.d' },
  { name: 'no y', jwk: { ...es256, y: undefined }, code: 'BAD_KEY_MATERIAL', path: 'key.y' },
  { name: 'a point off the curve', jwk: { ...es256, y: stranger.y }, code: 'BAD_KEY_MATERIAL', path: 'key' },
  { name: 'a secret of 31 bytes', jwk: { ...hs256, k: 'A'.repeat(42) }, code: 'KEY_TOO_SHORT', path: 'key.k' },
  {
    name: 'a secret that is no base64url',
    jwk: { ...hs256, k: 'correct horse battery staple' },
    code: 'BAD_KEY_MATERIAL',
    path: 'key.k',
  },
  { name: 'the public half alone', jwk: es256Public, code: 'PRIVATE_KEY_MISSING', path: 'key.d' },
  {
    name: 'the public half of another Ed25519 key',
    jwk: { ...eddsa, x: es256.x },
    code: 'BAD_KEY_MATERIAL',
    path: 'key',
  },
]

const badSets = [
  { name: 'text', jwks: '{"keys":[]}', code: 'NOT_A_KEY_SET', path: 'keys' },
  { name: 'a key', jwks: es256Public, code: 'NOT_A_KEY_SET', path: 'keys' },
  { name: 'keys by name', jwks: { keys: { a: es256Public } }, code: 'NOT_A_KEY_SET', path: 'keys' },
  { name: 'no keys', jwks: { keys: [] }, code: 'EMPTY_KEY_SET', path: 'keys' },
  {
    name: 'a kid twice',
    jwks: { keys: [es256Public, { ...eddsaPublic, kid: es256.kid }] },
    code: 'DUPLICATE_KID',
    path: 'keys[1].kid',
  },
  {
    name: 'the same key twice',
    jwks: { keys: [es256Public, es256Public] },
    code: 'DUPLICATE_KID',
    path: 'keys[1].kid',
  },
  { name: 'a private key', jwks: { keys: [eddsaPublic, es256] }, code: 'PRIVATE_KEY_IN_SET', path: 'keys[1].d' },
  {
    name: 'one key without a kid',
    jwks: { keys: [es256Public, { ...eddsaPublic, kid: undefined }] },
    code: 'BAD_KID',
    path: 'keys[1].kid',
  },
  {
    name: 'a point off the curve',
    jwks: { keys: [{ ...es256Public, y: stranger.y }] },
    code: 'BAD_KEY_MATERIAL',
    path: 'keys[0]',
  },
  { name: 'a short secret', jwks: { keys: [{ ...hs256, k: 'AAAA' }] }, code: 'KEY_TOO_SHORT', path: 'keys[0].k' },
]

const secrets = [es256.d, eddsa.d, hs256.k, es256.x, 'my-secret', 'correct horse', 'A'.repeat(42)]

function expectNoMaterial({ message }: KeyError): void {
  for (const secret of secrets) expect(message).not.toContain(secret)
}

describe('a signing key', () => {
  test.each(badKeys)('is refused with $name', async ({ jwk, code, path }) => {
    const fault = await faultOf(() => importSigningKey(jwk))
    expect(fault).toMatchObject({ code, path })
    expect(fault.message).toContain(`${code} at ${path}: ${fault.rule}`)
    expect(fault.message).toContain(fault.nextStep)
    expectNoMaterial(fault)
  })

  test.each([es256, eddsa, hs256])('is taken for $alg', async (jwk) => {
    const key = await importSigningKey(jwk)
    expect(key).toMatchObject({ keyId: jwk.kid, algorithm: jwk.alg })
    expect(key.cryptoKey.extractable).toBe(false)
  })

  test('is refused if what it signs does not verify, on runtimes that import halves of two keys', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify').mockResolvedValueOnce(false)
    const fault = await faultOf(() => importSigningKey(eddsa))
    verify.mockRestore()
    expect(fault).toMatchObject({ code: 'BAD_KEY_MATERIAL', path: 'key' })
  })

  test('shows what it was given, cut and escaped', async () => {
    const fault = await faultOf(() => importSigningKey({ ...es256, alg: `\u001b[31m${'x'.repeat(100)}` }))
    expect(fault.message).toContain(`got "\\u{1b}[31m${'x'.repeat(51)}..."`)
  })
})

describe('a key set', () => {
  test.each(badSets)('is refused with $name', async ({ jwks, code, path }) => {
    const fault = await faultOf(() => importKeySet(jwks))
    expect(fault).toMatchObject({ code, path })
    expectNoMaterial(fault)
  })

  test('holds its keys by kid, secrets too', async () => {
    const keys = await importKeySet({ keys: [es256Public, eddsaPublic, hs256] })
    expect([...keys.keys()]).toEqual(['test-es256', 'test-eddsa', 'test-hs256'])
    expect([...keys.values()].map(({ cryptoKey }) => cryptoKey.usages)).toEqual([['verify'], ['verify'], ['verify']])
  })

  test('ignores what else is in it', async () => {
    const keys = await importKeySet({ keys: [{ ...es256Public, key_ops: ['sign'], ext: false, note: 1 }], next: 'x' })
    expect(keys.size).toBe(1)
  })
})

describe('the published set', () => {
  test('has the public members and nothing else', () => {
    const jwks = publicJwks([{ ...es256, oth: 'private too', key_ops: ['sign'] }, eddsaPublic])
    expect(jwks).toEqual({ keys: [es256Public, eddsaPublic] })
  })

  test.each([
    { name: 'a secret', jwks: [es256, hs256], code: 'SECRET_IN_PUBLIC_SET', path: 'keys[1].kty' },
    { name: 'a kid twice', jwks: [es256, { ...stranger, kid: es256.kid }], code: 'DUPLICATE_KID', path: 'keys[1].kid' },
    { name: 'no key', jwks: ['x'], code: 'NOT_A_KEY', path: 'keys[0]' },
  ])('is refused with $name', async ({ jwks, code, path }) => {
    const fault = await faultOf(() => publicJwks(jwks))
    expect(fault).toMatchObject({ code, path })
    expectNoMaterial(fault)
  })
})

describe('a generated key', () => {
  test.each(['ES256', 'EdDSA', 'HS256'] as const)('for %s can be imported, and no two are alike', async (alg) => {
    const [one, other] = await Promise.all([generateSigningJwk('2026-11-a', alg), generateSigningJwk('2026-11-a', alg)])
    expect(one).toMatchObject({ kid: '2026-11-a', alg, use: 'sig' })
    expect(await importSigningKey(one)).toMatchObject({ keyId: '2026-11-a', algorithm: alg })
    expect(one).not.toEqual(other)
  })

  test('needs a name that can be a kid', async () => {
    expect(await faultOf(() => generateSigningJwk('a b', 'ES256'))).toMatchObject({ code: 'BAD_KID', path: 'kid' })
  })
})
