import { CompactSign, compactVerify, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  type DocumentFault,
  importKeySet,
  importSigningKey,
  MAX_DOCUMENT_LENGTH,
  openDocument,
  signDocument,
  verifyAssertion,
} from '../../src/assertion/index.ts'
import { readDocumentVectors } from './document-vectors.ts'
import { claims, eddsa, es256, hs256, NOW } from './vector-parts.ts'

const { keys: jwks, type, cases } = readDocumentVectors()
const keys = await importKeySet(jwks)

const reasons: Readonly<Record<Exclude<DocumentFault, 'too-large'>, true>> = {
  malformed: true,
  'critical-header': true,
  'unknown-key': true,
  'wrong-algorithm': true,
  'wrong-type': true,
  'bad-signature': true,
}

const pairs = [
  { name: 'ES256', jwk: es256 },
  { name: 'EdDSA', jwk: eddsa },
] as const

describe('a reader of documents', () => {
  test.each(cases)('$name', async ({ token, expect: expected }) => {
    const { ok: _ok, ...answer } = await openDocument(token, keys, type)
    expect(answer).toEqual(expected)
  })

  test('has a vector for each reason that fits into one', () => {
    const seen = cases.flatMap(({ expect: answer }) => ('reason' in answer ? [answer.reason] : []))
    expect(new Set(seen)).toEqual(new Set(Object.keys(reasons)))
  })

  test('looks at nothing in a document that is too large', async () => {
    const opened = await openDocument('.'.repeat(MAX_DOCUMENT_LENGTH + 1), keys, type)
    expect(opened).toEqual({ ok: false, reason: 'too-large' })
  })

  test('takes no document with any bit flipped', async () => {
    const token = await signDocument(await importSigningKey(es256), type, '[]')
    const open = token.split('').map(async (character, i) => {
      const other = String.fromCharCode(character.charCodeAt(0) ^ 1)
      return (await openDocument(`${token.slice(0, i)}${other}${token.slice(i + 1)}`, keys, type)).ok
    })
    expect(await Promise.all(open)).not.toContain(true)
  })
})

describe.each(pairs)('a document signed with $name', ({ jwk }) => {
  const { d: _d, ...publicHalf } = jwk
  const text = '{"v":1,"é":"\\n"}\n'

  test('opens to its very text', async () => {
    const token = await signDocument(await importSigningKey(jwk), type, text)
    expect(await openDocument(token, keys, type)).toEqual({ ok: true, text })
  })

  test('verifies with jose, which sees its type', async () => {
    const token = await signDocument(await importSigningKey(jwk), type, text)
    const { payload, protectedHeader } = await compactVerify(token, await importJWK(publicHalf))
    expect(protectedHeader).toEqual({ alg: jwk.alg, kid: jwk.kid, typ: type })
    expect(new TextDecoder().decode(payload)).toBe(`${type}\n${text}`)
  })

  test('opens if jose has signed it', async () => {
    const signing = new CompactSign(new TextEncoder().encode(`${type}\n${text}`))
    const { alg = '', kid = '' } = jwk
    const token = await signing.setProtectedHeader({ alg, kid, typ: type }).sign(await importJWK({ ...jwk }))
    expect(await openDocument(token, keys, type)).toEqual({ ok: true, text })
  })

  test('is no assertion, even if it says all that one says', async () => {
    const token = await signDocument(await importSigningKey(jwk), type, JSON.stringify(claims))
    const expected = { keys, issuer: claims.iss, audience: claims.aud, bind: 'none' } as const
    const verdict = await verifyAssertion([token], expected, NOW)
    expect(verdict).toEqual({ ok: false, rejection: { reason: 'malformed-token', part: 'payload' } })
  })
})

describe('a signer of documents', () => {
  test('refuses a secret, with which every reader could write', async () => {
    await expect(signDocument(await importSigningKey(hs256), type, '[]')).rejects.toMatchObject({ code: 'BAD_ALG' })
  })

  test('refuses what no reader takes', async () => {
    const text = 'x'.repeat(MAX_DOCUMENT_LENGTH)
    const signed = signDocument(await importSigningKey(es256), type, text)
    await expect(signed).rejects.toMatchObject({ code: 'TOKEN_TOO_LARGE' })
  })
})
