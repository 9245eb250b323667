import { describe, expect, test } from 'vitest'
import { importKeySet, type RejectionReason, verifyAssertion } from '../../src/assertion/index.ts'
import { verifyWithJose } from './jose-verifier.ts'
import { readVectors, type Vector } from './vectors.ts'

const { keys: jwks, issuer, audience, cases } = readVectors()
const keys = await importKeySet(jwks)

const reasons: Readonly<Record<RejectionReason, true>> = {
  missing: true,
  'repeated-header': true,
  'too-large': true,
  'malformed-token': true,
  'critical-header': true,
  'unknown-key': true,
  'wrong-algorithm': true,
  'bad-signature': true,
  'wrong-version': true,
  'wrong-subject': true,
  'wrong-issuer': true,
  'wrong-audience': true,
  'no-expiry': true,
  expired: true,
  'from-the-future': true,
  'lifetime-too-long': true,
  'malformed-address': true,
  'binding-missing': true,
  'binding-mismatch': true,
}

async function judge({ lines, bind, request, now }: Vector) {
  return verifyAssertion(lines, { keys, issuer, audience, bind, request: request ?? undefined }, now)
}

describe('a verifier', () => {
  test.each(cases)('$name', async (vector) => {
    const verdict = await judge(vector)
    const answer = verdict.ok
      ? { ip: verdict.client.ip, via: verdict.client.via ?? null }
      : { reason: verdict.rejection.reason }
    expect(answer).toEqual(vector.expect)
  })

  test('has a vector for each reason to refuse', () => {
    const seen = cases.flatMap(({ expect: answer }) => ('reason' in answer ? [answer.reason] : []))
    expect(new Set(seen)).toEqual(new Set(Object.keys(reasons)))
  })

  test('tells who vouches and for how long', async () => {
    const verdict = await judge(cases[0] ?? expect.fail('no vectors'))
    expect(verdict).toEqual({
      ok: true,
      client: {
        ip: '192.0.2.7',
        via: 'cf-connecting-ip',
        keyId: 'test-es256',
        issuedAtSeconds: 1795262400,
        expiresAtSeconds: 1795262460,
      },
    })
  })

  test('refuses at a time that is no number', async () => {
    const verdict = await judge({ ...(cases[0] ?? expect.fail('no vectors')), now: Number.NaN })
    expect(verdict).toMatchObject({ ok: false, rejection: { reason: 'expired' } })
  })

  test('shows no token, no signature and no address in a refusal', async () => {
    for (const vector of cases.filter(({ lines }) => lines.join('').length > 100)) {
      const shown = JSON.stringify(await judge(vector).then((verdict) => (verdict.ok ? '' : verdict.rejection)))
      const parts = vector.lines.flatMap((line) => line.split('.')).filter((part) => part.length > 20)
      expect(parts.filter((part) => shown.includes(part))).toEqual([])
      // The subject is the one claim where an address may turn up by mistake; it is named, as the rule is a constant.
      if (!shown.includes('wrong-subject')) expect(shown).not.toMatch(/192\.0\.2|2001:db8/i)
      expect(shown.length).toBeLessThan(300)
    }
  })
})

describe('jose, told the same keys and names', () => {
  const judged = cases.filter(({ jwtLibrary }) => jwtLibrary !== null)

  test.each(judged)('agrees: $name', async ({ lines, now, jwtLibrary }) => {
    const accepted = await verifyWithJose(lines[0] ?? '', { jwks, issuer, audience, now })
    expect(accepted ? 'accepts' : 'refuses').toBe(jwtLibrary)
  })
})
