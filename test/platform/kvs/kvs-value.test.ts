import { describe, expect, test } from 'vitest'
import { type KvsSeal, makeKvsValue } from '../../../src/platform/kvs/value.ts'
import { testKeys } from '../../assertion/vectors.ts'
import { value } from '../../cloudfront-function/cases.ts'

const { hs256, es256 } = testKeys
const { d: _d, ...es256Public } = es256
const seal: KvsSeal = { issuer: value.iss, audience: value.aud }
const secretOf = (length: number): string => Buffer.alloc(length, 7).toString('base64url')

describe('the value of a KeyValueStore', () => {
  test('is what the function of the vectors reads', () => {
    expect(makeKvsValue(hs256, seal)).toEqual({ text: JSON.stringify(value), keyId: value.kid })
  })

  test('may have every one of its 1,024 bytes, and no more', () => {
    const room = 1024 - Buffer.byteLength(makeKvsValue(hs256, { ...seal, issuer: 'https://e.example/' }).text)
    const issuer = `https://e.example/${'a'.repeat(room)}`
    expect(Buffer.byteLength(makeKvsValue(hs256, { ...seal, issuer }).text)).toBe(1024)
    expect(() => makeKvsValue(hs256, { ...seal, issuer: `${issuer}a` })).toThrow(/^VALUE_TOO_LONG.*; got 1025 bytes/)
  })

  test('is counted in bytes', () => {
    const issuer = `https://e.example/${'a'.repeat(450)}`
    expect(() => makeKvsValue(hs256, { issuer, audience: 'é'.repeat(256) })).toThrow(/^VALUE_TOO_LONG/)
    expect(() => makeKvsValue(hs256, { issuer, audience: 'e'.repeat(256) })).not.toThrow()
  })

  test('may have a secret of 32 bytes', () => {
    expect(() => makeKvsValue({ ...hs256, k: secretOf(32) }, seal)).not.toThrow()
  })

  test.each([
    { name: 'a secret of 31 bytes', jwk: { ...hs256, k: secretOf(31) }, want: /^KEY_TOO_SHORT/ },
    {
      name: 'a secret that is padded',
      jwk: { ...hs256, k: `${hs256.k}=` },
      want: /^(?:BAD_KEY_MATERIAL|KEY_TOO_SHORT)/,
    },
    { name: 'no secret', jwk: { ...hs256, k: undefined }, want: /^(?:BAD_KEY_MATERIAL|KEY_TOO_SHORT)/ },
    { name: 'a private key', jwk: es256, want: /^NOT_A_SECRET.*HS256/ },
    { name: 'a public key', jwk: es256Public, want: /^NOT_A_SECRET/ },
    { name: 'a text', jwk: hs256.k, want: /^NOT_A_KEY/ },
    { name: 'a kid that no key may have', jwk: { ...hs256, kid: '../key' }, want: /^BAD_KID/ },
    { name: 'no issuer', issuer: '', want: /^BAD_ISSUER/ },
    { name: 'an issuer that no configuration may have', issuer: 'http://edge.example.com', want: /^BAD_ISSUER/ },
    { name: 'no audience', audience: '', want: /^BAD_AUDIENCE/ },
    { name: 'an audience that no configuration may have', audience: 'a'.repeat(257), want: /^BAD_AUDIENCE/ },
    { name: 'an audience that is no UTF-8', audience: '\ud800', want: /^BAD_AUDIENCE/ },
  ])('is not made of $name, and what is told shows no secret', ({ jwk = hs256, want, name: _name, ...changes }) => {
    expect(() => makeKvsValue(jwk, { ...seal, ...changes })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(want) }),
    )
    expect(() => makeKvsValue(jwk, { ...seal, ...changes })).not.toThrow(/5IQ9Ulk0|BwcHBwcH|yoIz4Ngd/)
  })
})
