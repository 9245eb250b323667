import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { importKeySet, type KeySet, type Verdict, verifyAssertion } from '../../src/assertion/index.ts'
import { createVerifiedTokens, MAX_VERIFIED_TOKENS, verifiedTokensOf } from '../../src/assertion/verified-tokens.ts'
import { readVectors, type Vector } from './vectors.ts'

const { keys: jwks, issuer, audience, cases } = readVectors()
const imported = await importKeySet(jwks)
const NOW = 1_795_262_400

/** A set with the same keys for which no token has been verified yet. */
const freshSet = (): Map<string, NonNullable<ReturnType<KeySet['get']>>> => new Map(imported)

function judge({ lines, bind, request }: Vector, keys: KeySet, now: number): Promise<Verdict> {
  return verifyAssertion(lines, { keys, issuer, audience, bind, request: request ?? undefined }, now)
}

function vectorNamed(name: RegExp): Vector {
  return cases.find((vector) => name.test(vector.name)) ?? expect.fail(`no vector is called ${name}`)
}

const [ordinary = expect.fail('no vectors')] = cases
const bound = cases.find(({ bind, expect: answer }) => bind === 'request' && 'ip' in answer) ?? expect.fail('no vector')
const forged = vectorNamed(/stranger who borrows a kid/)

/** Lines that a memory could take for one that it knows. */
const variations: readonly ((lines: readonly string[]) => readonly string[])[] = [
  (lines) => lines,
  (lines) => [...lines, ...lines],
  (lines) => [...lines, 'another'],
  (lines) => lines.map((line) => `Bearer ${line}`),
  (lines) => lines.map((line) => line.replace('Bearer ', '')),
  (lines) => lines.map((line) => `${line} `),
  (lines) => lines.map((line) => line.slice(0, -1)),
  (lines) => lines.map((line) => line.toLowerCase()),
]

afterEach(() => void vi.restoreAllMocks())

describe('a token that comes again', () => {
  test.each(cases)('gets the verdict of the first time: $name', async (vector) => {
    const keys = freshSet()
    const first = await judge(vector, keys, vector.now)
    expect(await judge(vector, keys, vector.now)).toEqual(first)
  })

  test('gets at any time, after whatever came before, the verdict that it would get from a verifier without a memory', async () => {
    const time = fc.oneof(fc.integer({ min: NOW - 400, max: NOW + 400 }), fc.constantFrom(Number.NaN, 0, 2 ** 60))
    const asked = fc.tuple(fc.constantFrom(...cases), fc.constantFrom(...variations), time)
    const keys = freshSet()
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 12 }), async (sequence) => {
        for (const [vector, vary, now] of sequence) {
          const asked = { ...vector, lines: vary(vector.lines) }
          expect(await judge(asked, keys, now)).toEqual(await judge(asked, freshSet(), now))
        }
      }),
      { numRuns: 150 },
    )
    expect(verifiedTokensOf(keys).size()).toBeGreaterThan(5)
  })

  test('has its signature checked once', async () => {
    const keys = freshSet()
    const verify = vi.spyOn(crypto.subtle, 'verify')
    for (let i = 0; i < 5; i++) await judge(ordinary, keys, NOW)
    expect(verify).toHaveBeenCalledTimes(1)
  })

  test('is checked afresh each time where its signature does not hold, and leaves nothing behind', async () => {
    const keys = freshSet()
    const verify = vi.spyOn(crypto.subtle, 'verify')
    for (let i = 0; i < 5; i++) expect(await judge(forged, keys, forged.now)).toMatchObject({ ok: false })
    expect(verify).toHaveBeenCalledTimes(5)
    expect(verifiedTokensOf(keys).size()).toBe(0)
  })

  test('is not kept where it is bound to one request', async () => {
    const keys = freshSet()
    expect(await judge(bound, keys, bound.now)).toMatchObject({ ok: true })
    expect(verifiedTokensOf(keys).size()).toBe(0)
  })
})

describe('a key that is taken away', () => {
  test('speaks no more through the tokens that it has signed', async () => {
    const keys = freshSet()
    expect(await judge(ordinary, keys, NOW)).toMatchObject({ ok: true })
    keys.delete('test-es256')
    expect(await judge(ordinary, keys, NOW)).toMatchObject({ rejection: { reason: 'unknown-key' } })
  })

  test('is not believed in the place of another of its name', async () => {
    const keys = freshSet()
    expect(await judge(ordinary, keys, NOW)).toMatchObject({ ok: true })
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    keys.set('test-es256', { keyId: 'test-es256', algorithm: 'ES256', cryptoKey: pair.publicKey })
    expect(await judge(ordinary, keys, NOW)).toMatchObject({ rejection: { reason: 'bad-signature' } })
  })

  test('leaves a set that is loaded anew without tokens', async () => {
    const keys = freshSet()
    await judge(ordinary, keys, NOW)
    expect([verifiedTokensOf(keys).size(), verifiedTokensOf(freshSet()).size()]).toEqual([1, 0])
  })
})

describe('the store of verified tokens', () => {
  const key = imported.get('test-es256') ?? expect.fail('no key')
  const token = { claims: new Map(), key }

  test('never holds more than its number, however many come', () => {
    const tokens = createVerifiedTokens()
    let most = 0
    for (let i = 0; i < 5 * MAX_VERIFIED_TOKENS; i++) {
      tokens.keep(`token ${i}`, token)
      if (i % 3 === 0) tokens.find(`token ${i - 2000}`)
      most = Math.max(most, tokens.size())
    }
    expect(most).toBeLessThanOrEqual(MAX_VERIFIED_TOKENS)
    expect(most).toBeGreaterThan(MAX_VERIFIED_TOKENS / 2)
  })

  test('keeps what is asked for through a flood of others', () => {
    const tokens = createVerifiedTokens()
    tokens.keep('asked for', token)
    const answers = Array.from({ length: 5 * MAX_VERIFIED_TOKENS }, (_, i) => {
      tokens.keep(`token ${i}`, token)
      return tokens.find('asked for')
    })
    expect(answers.every((answer) => answer === token)).toBe(true)
    expect(tokens.find('token 1')).toBeUndefined()
  })
})
