import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { importKeySet, verifyAssertion } from '../../src/assertion/index.ts'
import { forge } from './forge.ts'
import { verifyWithJose } from './jose-verifier.ts'
import { readVectors, testKeys } from './vectors.ts'

const { keys: jwks, issuer, audience, cases } = readVectors()
const keys = await importKeySet(jwks)
const [es256Case, eddsaCase, hs256Case] = cases
const now = es256Case?.now ?? 0

async function isAccepted(line: string): Promise<boolean> {
  return (await verifyAssertion([line], { keys, issuer, audience, bind: 'none' }, now)).ok
}

const tokens = [
  { alg: 'ES256', token: es256Case?.lines[0] ?? '' },
  { alg: 'EdDSA', token: eddsaCase?.lines[0] ?? '' },
  { alg: 'HS256', token: hs256Case?.lines[0] ?? '' },
]

function flipBit(text: string, index: number, bit: number): string {
  return text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ (1 << bit)) + text.slice(index + 1)
}

describe.each(tokens)('an $alg token', ({ token }) => {
  test('is good as it is', async () => {
    expect(await isAccepted(token)).toBe(true)
    expect(await isAccepted(`Bearer ${token}`)).toBe(true)
  })

  test('is refused when cut at any length', async () => {
    const lengths = Array.from({ length: token.length }, (_, length) => length)
    const taken = await Promise.all(lengths.map((length) => isAccepted(token.slice(0, length))))
    expect(lengths.filter((length) => taken[length])).toEqual([])
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('is refused with bit %i of any byte flipped', async (bit) => {
    const line = `Bearer ${token}`
    const indexes = Array.from(line, (_, index) => index)
    const taken = await Promise.all(indexes.map((index) => isAccepted(flipBit(line, index, bit))))
    expect(indexes.filter((index) => taken[index])).toEqual([])
  })

  test('is refused by jose too with a bit flipped, wherever base64url has one spelling', async () => {
    const lastOfSignature = token.length - 1
    const lastOfParts = [token.indexOf('.') - 1, token.lastIndexOf('.') - 1, lastOfSignature]
    const indexes = Array.from(token, (_, index) => index).filter((index) => !lastOfParts.includes(index))
    const taken = await Promise.all(
      indexes.map((index) => verifyWithJose(flipBit(token, index, 0), { jwks, issuer, audience, now })),
    )
    expect(indexes.filter((_, position) => taken[position])).toEqual([])
  })
})

describe('whatever is sent', () => {
  const judge = (lines: readonly string[]) => verifyAssertion(lines, { keys, issuer, audience, bind: 'none' }, now)

  test('a verifier answers and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), async (lines) => {
        expect((await judge(lines)).ok).toBe(false)
      }),
    )
  })

  test('a verifier answers for any three parts', async () => {
    const part = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('base64url'))
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'))
    await fc.assert(
      fc.asyncProperty(fc.oneof(part, json), fc.oneof(part, json), part, async (...parts) => {
        expect((await judge([parts.join('.')])).ok).toBe(false)
      }),
    )
  })

  test('a verifier answers for any claims that a trusted key has signed', async () => {
    const header = { alg: 'HS256', kid: 'test-hs256' }
    await fc.assert(
      fc.asyncProperty(fc.json(), async (claims) => {
        expect((await judge([forge(header, claims, testKeys.hs256)])).ok).toBe(false)
      }),
    )
  })

  test.each(tokens)(
    'a signature of another length for $alg is refused before Web Crypto sees it',
    async ({ token }) => {
      const verify = vi.spyOn(crypto.subtle, 'verify')
      const signed = token.slice(0, token.lastIndexOf('.'))
      for (const length of [1, 31, 33, 63, 65, 128]) {
        const signature = Buffer.alloc(length, 1).toString('base64url')
        expect(await judge([`${signed}.${signature}`])).toMatchObject({ rejection: { reason: 'bad-signature' } })
      }
      expect(verify).not.toHaveBeenCalled()
      verify.mockRestore()
    },
  )
})
