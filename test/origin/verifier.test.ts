import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createVerifier, OriginError, type VerifierOptions } from '../../src/origin/index.ts'
import { AUDIENCE, ISSUER, keys, NOW, VALID } from './assertions.ts'
import { runtimes, seenIn } from './runtimes.ts'
import { createReportingVerifier, vectors } from './vectors.ts'

describe.each(runtimes)('a verifier in $name', (runtime) => {
  test.each(vectors.filter(({ notIn }) => !notIn?.includes(runtime.name === 'hono' ? 'fetch' : runtime.name)))(
    '$name',
    async ({ expect: { event, reason, discarded, ...seen }, request, ...setup }) => {
      const { verifier, events } = createReportingVerifier(setup)
      expect(await runtime.send(verifier, request)).toEqual(seenIn(runtime, seen))
      expect(events).toMatchObject([{ type: event, ...(reason && { rejection: { reason } }) }])
      // Fetch sorts its headers, so the order is the runtime's.
      expect(events[0]?.discarded.toSorted()).toEqual(discarded.toSorted())
    },
  )
})

const options: VerifierOptions = {
  issuer: ISSUER,
  audience: AUDIENCE,
  keys,
  mode: 'enforce',
  bind: 'none',
  report: () => undefined,
  now: () => NOW,
}

const asked = { method: 'GET', target: '/', host: 'app.example.com' }
const validRequest = { ...asked, headers: [['X-Client-IP-Assertion', VALID]] as const }

describe('a verifier that cannot be meant', () => {
  const exempt = (method: string, path: string) => ({
    exempt: [
      { method: 'GET', path: '/health' },
      { method, path },
    ],
  })
  const output = (header: string) => ({
    outputs: [
      { header: 'X-Real-IP', value: 'ip' as const },
      { header, value: 'ip' as const },
    ],
  })

  test.each<{ name: string; change: Partial<VerifierOptions>; code: string; path: string }>([
    { name: 'an empty issuer', change: { issuer: '' }, code: 'EMPTY_ISSUER', path: 'issuer' },
    { name: 'an empty audience', change: { audience: '' }, code: 'EMPTY_AUDIENCE', path: 'audience' },
    // Sound: callers without a compiler pass what they like.
    { name: 'a mode that does not exist', change: { mode: 'enforced' as 'enforce' }, code: 'BAD_CHOICE', path: 'mode' },
    { name: 'a binding that does not exist', change: { bind: 'hosts' as 'host' }, code: 'BAD_CHOICE', path: 'bind' },
    { name: 'a key set without keys', change: { keys: new Map() }, code: 'EMPTY_KEY_SET', path: 'keys' },
    {
      name: 'an exempt path without a slash',
      change: exempt('GET', 'health'),
      code: 'BAD_EXEMPTION',
      path: 'exempt[1].path',
    },
    {
      name: 'an exempt path with a wildcard',
      change: exempt('GET', '/health*'),
      code: 'BAD_EXEMPTION',
      path: 'exempt[1].path',
    },
    {
      name: 'an exempt path with a query',
      change: exempt('GET', '/health?a'),
      code: 'BAD_EXEMPTION',
      path: 'exempt[1].path',
    },
    { name: 'an empty exempt path', change: exempt('GET', ''), code: 'BAD_EXEMPTION', path: 'exempt[1].path' },
    { name: 'every method at once', change: exempt('*', '/health'), code: 'BAD_EXEMPTION', path: 'exempt[1].method' },
    {
      name: 'a method that no request has',
      change: exempt('get', '/health'),
      code: 'BAD_EXEMPTION',
      path: 'exempt[1].method',
    },
    {
      name: 'the assertion as an output',
      change: output('x-client-ip-assertion'),
      code: 'BAD_OUTPUT',
      path: 'outputs[1].header',
    },
    { name: 'one output twice', change: output('x-real-ip'), code: 'BAD_OUTPUT', path: 'outputs[1].header' },
    {
      name: 'an output that folds into another',
      change: output('X_Real_IP'),
      code: 'BAD_OUTPUT',
      path: 'outputs[1].header',
    },
    {
      name: 'an output that frames the message',
      change: output('Content-Length'),
      code: 'BAD_OUTPUT',
      path: 'outputs[1].header',
    },
    { name: 'an output that names the host', change: output('Host'), code: 'BAD_OUTPUT', path: 'outputs[1].header' },
    {
      name: 'an output that is no header name',
      change: output('X-A\r\nX-B'),
      code: 'BAD_OUTPUT',
      path: 'outputs[1].header',
    },
  ])('is refused at setup: $name', ({ change, code, path }) => {
    const create = () => createVerifier({ ...options, ...change })
    expect(create).toThrow(OriginError)
    expect(create).toThrow(expect.objectContaining({ code, path }))
    expect(create).not.toThrow(/[\r\n]/)
  })
})

describe('the report', () => {
  test('decides nothing: one that throws loses its event alone', async () => {
    const report = () => {
      throw new Error('the log is full')
    }
    const verifier = createVerifier({ ...options, report })
    expect(await verifier.check(validRequest)).toMatchObject({ action: 'pass', client: { ip: '192.0.2.7' } })
    expect(await verifier.check({ ...asked, headers: [] })).toEqual({ action: 'refuse' })
  })

  test.each([
    { mode: 'enforce', action: 'refuse', type: 'refused' },
    { mode: 'observe', action: 'pass', type: 'observed' },
  ] as const)('says so where the verifier itself fails, which is no reason to believe anyone: $mode', async (row) => {
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ])
    const unusable = new Map([['test', { keyId: 'test', algorithm: 'ES256' as const, cryptoKey: privateKey }]])
    const events: unknown[] = []
    const verifier = createVerifier({
      ...options,
      keys: unusable,
      mode: row.mode,
      report: (event) => events.push(event),
    })
    const decision = await verifier.check(validRequest)
    expect(decision).toMatchObject({ action: row.action })
    expect(decision).not.toHaveProperty('client.ip')
    expect(events).toMatchObject([{ type: row.type, rejection: { reason: 'verifier-failed' } }])
  })

  test('holds neither token nor forged address of a refused request', async () => {
    const { verifier, events } = createReportingVerifier()
    const headers = [
      ['X-Client-IP', '203.0.113.66'],
      ['X-Client-IP-Assertion', `${VALID},`],
    ] as const
    await verifier.check({ ...asked, headers })
    expect(JSON.stringify(events)).not.toMatch(/203\.0\.113\.66|eyJ/)
  })
})

test('a verifier takes the clock of the system unless it is given one', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 })
  onTestFinished(() => void vi.useRealTimers())
  const { now: _now, ...withoutClock } = options
  const verifier = createVerifier(withoutClock)
  expect(await verifier.check(validRequest)).toMatchObject({ action: 'pass' })
  vi.setSystemTime((NOW + 66) * 1000)
  expect(await verifier.check(validRequest)).toEqual({ action: 'refuse' })
})
