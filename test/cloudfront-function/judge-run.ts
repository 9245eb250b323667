import { STATUS_CODES } from 'node:http'
import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { createSealer } from '../../src/assertion/create-sealer.ts'
import { importKeySet } from '../../src/assertion/key-set.ts'
import { importSigningKey } from '../../src/assertion/signing-key.ts'
import { verifyAssertion } from '../../src/assertion/verify-assertion.ts'
import { type ProblemStatus, problem } from '../../src/edge/problem.ts'
import { parseAddress } from '../../src/net/address.ts'
import { verifyWithJose } from '../assertion/jose-verifier.ts'
import { givenBy, PEER, type RefusedCase, type SealedCase, value } from './cases.ts'
import type { Ran } from './run-built.ts'

type Request = { readonly headers: Readonly<Record<string, unknown>> }

/** Seconds between which a run took place. */
export type During = { readonly from: number; readonly to: number }

/** Holds a run to what its vector wants, and its token to our own signer, our verifier and jose. */
export async function expectSealed(given: SealedCase, { answer, log }: Ran, during: During): Promise<void> {
  expect(log).toEqual([])
  // Sound enough for a test: what is no request has no such members.
  const sent = (JSON.parse(givenBy(given).event) as { readonly request: Request }).request
  const { headers, ...rest } = JSON.parse(answer) as Request
  const { headers: sentHeaders, ...sentRest } = sent
  expect(rest).toEqual(sentRest)
  const { 'x-client-ip-assertion': _assertion, ...kept } = headers
  expect(kept).toEqual(Object.fromEntries(given.want.kept.map((name) => [name, sentHeaders[name]])))
  const field = headers['x-client-ip-assertion']
  expect(field).toEqual({ value: expect.any(String) })
  // Sound: as was just seen.
  await expectToken(given, (field as { readonly value: string }).value, during)
}

async function expectToken(given: SealedCase, token: string, { from, to }: During): Promise<void> {
  const { store = { text: JSON.stringify(value) } } = given
  // Sound: the value of a vector that is sealed is one.
  const { kid, secret, iss, aud } = JSON.parse('text' in store ? store.text : '') as typeof value
  const now = decodeJwt(token).iat ?? 0
  expect(now >= from && now <= to).toBe(true)
  const key = { kty: 'oct', alg: 'HS256', use: 'sig', kid, k: secret }
  const ip = parseAddress(given.want.ip ?? PEER) ?? expect.fail('the vector names no address')
  const options = { issuer: iss, ttlSeconds: 60, bind: 'none', prefix: '' } as const
  const sealer = createSealer({ key: await importSigningKey(key), ...options })
  expect(token).toBe(await sealer.seal({ ip, via: 'peer', audience: aud }, now))
  const expected = { keys: await importKeySet({ keys: [key] }), issuer: iss, audience: aud, bind: 'none' } as const
  expect(await verifyAssertion([token], expected, now)).toMatchObject({ ok: true, client: { ip, via: 'peer' } })
  expect(await verifyWithJose(token, { jwks: { keys: [key] }, issuer: iss, audience: aud, now })).toBe(true)
}

/** Holds a refusal to its status and reason: bland for whoever asked, one line in the log, and nothing told in either. */
export async function expectRefused({ name, want, ...given }: RefusedCase, { answer, log }: Ran): Promise<void> {
  const title = STATUS_CODES[want.status] ?? ''
  // No other edge counts headers, so that theirs has no such answer.
  const data =
    want.status === 431
      ? JSON.stringify({ type: 'about:blank', title, status: 431 })
      : await problem(want.status as ProblemStatus).text()
  expect(JSON.parse(answer)).toEqual({
    statusCode: want.status,
    statusDescription: title,
    headers: Object.fromEntries([...problem(503).headers].map(([header, text]) => [header, { value: text }])),
    body: { encoding: 'text', data },
  })
  expect(log).toHaveLength(1)
  const record: unknown = JSON.parse(log[0] ?? '')
  const outcome = want.status === 503 ? 'failed' : 'refused'
  expect(record).toMatchObject({ msg: 'request', outcome, status: want.status, reason: want.reason })
  expect(findTold(given, answer + (log[0] ?? ''))).toEqual([])
}

/** What a text tells of the address and of the stored value: eight characters in a row are no chance. */
function findTold({ ip, store }: Omit<RefusedCase, 'name' | 'want'>, text: string): string[] {
  const stored = JSON.stringify(store ?? value).match(/[A-Za-z0-9_.:/+-]{8,}/g) ?? []
  const pieces = stored.flatMap((word) => Array.from({ length: word.length - 7 }, (_, i) => word.slice(i, i + 8)))
  const address = typeof ip === 'string' && ip.length > 2 ? [ip] : []
  return [...address, ...pieces].filter((piece) => text.includes(piece))
}
