import { describe, expect, test } from 'vitest'
import {
  createSealer,
  DEFAULT_KEY_WAITS,
  importKeySet,
  importSigningKey,
  type KeySet,
  publicJwks,
  type Sealer,
  verifyAssertion,
} from '../../../src/assertion/index.ts'
import { readStoredKeySet } from '../../../src/assertion/stored-key-set.ts'
import { parseAddress } from '../../../src/net/address.ts'
import { type RotateOptions, rotateKeys } from '../../../src/platform/rotation/rotate-keys.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'
import { OVERLAP, optionsAt, PERIOD, START, signingKeyIn, WAIT } from './rotations.ts'

const { verifierCacheSeconds, signerTtlSeconds, tokenLifeSeconds } = DEFAULT_KEY_WAITS
const ISSUER = 'https://edge.example.com'
const AUDIENCE = 'origin-prod'

const DUE = START + PERIOD
const SIGNS = DUE + WAIT
const LEAVES = SIGNS + OVERLAP
/** Some signers have the new key by then, and others do not. */
const REVOKED = DUE + 2400
const END = LEAVES + verifierCacheSeconds + 60

type Demand = Pick<RotateOptions, 'revokedKeyId' | 'skipsWait'>
type Outcome = { readonly at: number; readonly outcome: string }

/** Reads something anew when what it has is as old as it may become: at `firstAt`, and from then on every `everySeconds`. */
function readEvery<Value>(firstAt: number, everySeconds: number, read: (now: number) => Promise<Value>) {
  let kept: { readonly at: number; readonly value: Value } | undefined
  return async (now: number): Promise<Value> => {
    const turn = firstAt + Math.floor((now - firstAt) / everySeconds) * everySeconds
    if (kept === undefined || kept.at < turn) kept = { at: turn, value: await read(now) }
    return kept.value
  }
}

async function loadSealer(store: MemoryStore, now: number): Promise<Sealer> {
  const key = await importSigningKey(JSON.parse((await signingKeyIn(store.contents(), now)) ?? ''))
  return createSealer({ key, issuer: ISSUER, ttlSeconds: tokenLifeSeconds, bind: 'none', prefix: '' })
}

async function fetchKeys(store: MemoryStore): Promise<KeySet> {
  return importKeySet(publicJwks(readStoredKeySet(store.contents().get('jwks') ?? '', 'jwks').keys))
}

/** Signers that refresh as they should, and signers that live on what they read an hour ago, one of them just in time. */
const signerTimes = [DUE, DUE + 150, SIGNS - 1, DUE - 1, DUE + 900].map((firstAt, i) => ({
  firstAt,
  everySeconds: i < 2 ? 300 : signerTtlSeconds,
}))

/** Verifiers that all use their caches to the last second, one of them filled just before the key was published. */
const verifierTimes = [DUE - 1, DUE, DUE + 450, SIGNS - 1, LEAVES - 1]

/** Each moment at which something is read or changes, the second before it, and one in every minute. */
function momentsOf(): readonly number[] {
  const minutes = Array.from({ length: (END - DUE) / 60 }, (_, minute) => DUE + minute * 60)
  const phases = [...signerTimes.map(({ firstAt }) => firstAt), ...verifierTimes]
  const hours = phases.flatMap((phase) => [1, 2, 3, 4, 5].map((n) => phase + n * verifierCacheSeconds))
  const turns = [SIGNS, LEAVES, ...phases, ...hours].flatMap((at) => [at - 1, at])
  return [...new Set([...minutes, ...turns])].filter((at) => at >= DUE && at < END).toSorted((a, b) => a - b)
}

/**
 * Lives through a rotation that runs every minute: every signer seals, every verifier checks each new token and each
 * that is about to expire.
 */
async function liveThrough(demandAt: (now: number) => Demand = () => ({})): Promise<readonly Outcome[]> {
  const ip = parseAddress('203.0.113.7') ?? expect.fail('no address')
  const store = createMemoryStore()
  const rotate = (now: number) => rotateKeys({ ...optionsAt(now), ...demandAt(now), store })
  await rotate(START)
  const signers = signerTimes.map(({ firstAt, everySeconds }) =>
    readEvery(firstAt, everySeconds, (now) => loadSealer(store, now)),
  )
  const verifiers = verifierTimes.map((at) => readEvery(at, verifierCacheSeconds, () => fetchKeys(store)))
  const readAll = async (now: number) => {
    const sealers = await Promise.all(signers.map((load) => load(now)))
    return { sealers, sets: await Promise.all(verifiers.map((load) => load(now))) }
  }
  await readAll(DUE - 1)
  const outcomes: Outcome[] = []
  const minted = new Map<string, number>()
  for (const now of momentsOf()) {
    await rotate(now)
    for (const [line, at] of minted) if (at + tokenLifeSeconds < now) minted.delete(line)
    const { sealers, sets } = await readAll(now)
    const lines = await Promise.all(sealers.map(({ seal }) => seal({ ip, via: 'peer', audience: AUDIENCE }, now)))
    const dying = [...minted].filter(([, at]) => at + tokenLifeSeconds - now <= 60).map(([line]) => line)
    for (const line of lines) minted.set(line, minted.get(line) ?? now)
    for (const line of new Set([...lines, ...dying])) {
      for (const keys of sets) outcomes.push({ at: now, outcome: await verify(line, keys, now) })
    }
  }
  return outcomes
}

async function verify(line: string, keys: KeySet, now: number): Promise<string> {
  const verdict = await verifyAssertion([line], { keys, issuer: ISSUER, audience: AUDIENCE, bind: 'none' }, now)
  return verdict.ok ? `ok by ${verdict.client.keyId}` : verdict.rejection.reason
}

const LONG = { timeout: 60_000 }

describe('with verifiers and signers that hold keys for as long as they may', LONG, () => {
  test('no request fails at any moment of a whole rotation', async () => {
    const outcomes = await liveThrough()
    expect(outcomes.length).toBeGreaterThan(5000)
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['ok by 2026-11-21', 'ok by 2027-02-19']))
    const byFirst = outcomes.filter(({ outcome }) => outcome === 'ok by 2026-11-21')
    expect(Math.max(...byFirst.map(({ at }) => at))).toBeGreaterThan(SIGNS + signerTtlSeconds)
  })

  test('requests fail where the wait is skipped, which is why that takes a reason', async () => {
    const outcomes = await liveThrough((now) => ({ skipsWait: now === DUE + 60 }))
    const failed = outcomes.filter(({ outcome }) => !outcome.startsWith('ok'))
    expect(new Set(failed.map(({ outcome }) => outcome))).toEqual(new Set(['unknown-key']))
    expect(Math.max(...failed.map(({ at }) => at))).toBeLessThan(DUE + 60 + verifierCacheSeconds)
  })

  test('what a revoked key signed fails once verifiers have let go of it, and for good within an hour and a cache', async () => {
    const outcomes = await liveThrough((now) => ({ revokedKeyId: now === REVOKED ? '2027-02-19' : undefined }))
    const byRevoked = outcomes.filter(({ at, outcome }) => at > REVOKED && outcome === 'ok by 2027-02-19')
    expect(byRevoked.length).toBeGreaterThan(0)
    expect(Math.max(...byRevoked.map(({ at }) => at))).toBeLessThan(REVOKED + verifierCacheSeconds)
    const failed = outcomes.filter(({ outcome }) => !outcome.startsWith('ok'))
    expect(Math.max(...failed.map(({ at }) => at))).toBeLessThan(REVOKED + signerTtlSeconds + tokenLifeSeconds)
  })
})
