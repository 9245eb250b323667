import { describe, expect, test } from 'vitest'
import { createVerifier, type VerifierEvent } from '../../src/origin/index.ts'
import { AUDIENCE, ISSUER, NOW } from './assertions.ts'
import { first, sealWith, second, startFetching, textOf, withText } from './key-server.ts'

describe('a verifier with keys from a URL', () => {
  async function verify(text: string, mode: 'enforce' | 'observe' = 'enforce') {
    const { source, state } = await startFetching(text)
    const events: VerifierEvent[] = []
    const clock = { now: NOW }
    const report = (event: VerifierEvent) => void events.push(event)
    const names = { issuer: ISSUER, audience: AUDIENCE, mode, bind: 'none' } as const
    const verifier = createVerifier({ ...names, keys: source, report, now: () => clock.now })
    const check = (token: string) => {
      const headers = [['X-Client-IP-Assertion', token]] as const
      return verifier.check({ method: 'GET', target: '/', host: 'app.example.com', headers })
    }
    return { check, state, events, clock }
  }

  test('lets the very first request pass that was sealed with a new key', async () => {
    const { check, state, clock } = await verify(textOf(first))
    expect(await check(await sealWith(first))).toMatchObject({ action: 'pass', client: { keyId: '2026-11-a' } })
    state.answer = withText(textOf(first, second))
    clock.now = NOW + 40
    expect(await check(await sealWith(second, clock.now))).toMatchObject({ client: { keyId: '2026-11-b' } })
    expect(state.requests).toBe(2)
  })

  test('has all who come with a new key wait for the one fetch that the first of them began', async () => {
    const { check, state, clock } = await verify(textOf(first))
    await check(await sealWith(first))
    state.answer = (_request, response) => void setTimeout(() => response.end(textOf(first, second)), 50)
    clock.now = NOW + 40
    const token = await sealWith(second, clock.now)
    const decisions = await Promise.all(Array.from({ length: 20 }, () => check(token)))
    expect(decisions.map(({ action }) => action)).toEqual(decisions.map(() => 'pass'))
    expect(state.requests).toBe(2)
  })

  test('refuses a key that was revoked once it has seen the new set', async () => {
    const { check, state, clock, events } = await verify(textOf(first, second))
    await check(await sealWith(first))
    state.answer = withText(textOf(second))
    clock.now = NOW + 600
    expect(await check(await sealWith(first, clock.now))).toEqual({ action: 'refuse' })
    expect(events.at(-1)).toMatchObject({ rejection: { reason: 'unknown-key', claimedKeyId: '2026-11-a' } })
  })

  test('serves everyone else at once while strangers make it look for their keys', async () => {
    const { check, state, clock } = await verify(textOf(first))
    await check(await sealWith(first))
    const { promise, resolve: answer } = Promise.withResolvers<void>()
    state.answer = (_request, response) => void promise.then(() => response.end(textOf(first)))
    clock.now = NOW + 31
    const stranger = check(await sealWith(second, clock.now))
    await expect.poll(() => state.requests).toBe(2)
    expect(await check(await sealWith(first, clock.now))).toMatchObject({ action: 'pass' })
    answer()
    expect(await stranger).toEqual({ action: 'refuse' })
  })

  test.each([
    { mode: 'enforce', type: 'refused', action: 'refuse' },
    { mode: 'observe', type: 'observed', action: 'pass' },
  ] as const)('believes nobody while there are no keys, and says so: $mode', async ({ mode, type, action }) => {
    const { check, events } = await verify('no keys', mode)
    const decision = await check(await sealWith(first))
    expect(decision.action).toBe(action)
    expect(decision).not.toHaveProperty('client.ip')
    expect(events).toEqual([{ type, rejection: { reason: 'keys-unavailable' }, discarded: [] }])
  })
})
