import { describe, expect, test } from 'vitest'
import { DEFAULT_KEY_WAITS, judgeKeys, KeyError, type KeyTimes } from '../../src/assertion/index.ts'

const MINUTE = 60
const HOUR = 3600
const OVERLAP = 3600 + 300 + 60

const a: KeyTimes = { keyId: 'a', publishedAtSeconds: 0 }
const b: KeyTimes = { keyId: 'b', publishedAtSeconds: 24 * HOUR }
const bRipe = 24 * HOUR + 30 * MINUTE
const c: KeyTimes = { keyId: 'c', publishedAtSeconds: 48 * HOUR }
const revoked = (key: KeyTimes, revokedAtSeconds: number): KeyTimes => ({ ...key, revokedAtSeconds })

const signsAt = (key: KeyTimes, signsAtSeconds: number): KeyTimes => ({ ...key, signsAtSeconds })

const rows = [
  { name: 'the first key signs at once, as there is no other', keys: [a], now: 0, want: 'a=current' },
  { name: 'a new key signs nothing yet', keys: [a, b], now: 24 * HOUR, want: 'a=current b=next' },
  {
    name: 'a new key waits out the last second of the longest cache',
    keys: [a, b],
    now: bRipe - 1,
    want: 'a=current b=next',
  },
  { name: 'a new key takes over when every cache knows it', keys: [a, b], now: bRipe, want: 'a=previous b=current' },
  {
    name: 'an old key stays published while its tokens may live',
    keys: [a, b],
    now: bRipe + OVERLAP - 1,
    want: 'a=previous b=current',
  },
  { name: 'an old key goes when its last token is dead', keys: [a, b], now: bRipe + OVERLAP, want: 'a=gone b=current' },
  { name: 'the order of the list does not matter', keys: [b, a], now: bRipe, want: 'a=previous b=current' },
  { name: 'a revoked key is gone at once', keys: [revoked(a, bRipe + 1), b], now: bRipe + 1, want: 'a=gone b=current' },
  {
    name: 'a key is judged by what holds now, not by a later revocation',
    keys: [revoked(a, 2 * HOUR)],
    now: HOUR,
    want: 'a=current',
  },
  {
    name: 'the next key steps in early for a revoked one',
    keys: [revoked(a, 24 * HOUR + 9), b],
    now: 24 * HOUR + 9,
    want: 'a=gone b=current',
  },
  {
    name: 'the previous key signs again when its successor is revoked',
    keys: [a, revoked(b, bRipe + 60)],
    now: bRipe + 60,
    want: 'a=current b=gone',
  },
  {
    name: 'and goes on signing, for nothing replaces it any more',
    keys: [a, revoked(b, bRipe + 60)],
    now: bRipe + 9 * OVERLAP,
    want: 'a=current b=gone',
  },
  {
    name: 'a key that was gone never comes back',
    keys: [a, revoked(b, bRipe + OVERLAP)],
    now: bRipe + OVERLAP,
    want: 'a=gone b=gone',
  },
  {
    name: 'a key that never signed replaces nobody',
    keys: [a, revoked(b, bRipe - 1), c],
    now: 48 * HOUR,
    want: 'a=current b=gone c=next',
  },
  {
    name: 'of two waiting keys the older steps in',
    keys: [revoked(a, 1), { keyId: 'x', publishedAtSeconds: 5 }, { keyId: 'y', publishedAtSeconds: 6 }],
    now: 10,
    want: 'a=gone x=current y=next',
  },
  {
    name: 'a key whose time to sign was settled takes over then, however long it has been published',
    keys: [a, signsAt(b, 24 * HOUR + 7)],
    now: 24 * HOUR + 7,
    want: 'a=previous b=current',
  },
  {
    name: 'a key whose time to sign was settled for later waits that long',
    keys: [a, signsAt(b, bRipe + HOUR)],
    now: bRipe + HOUR - 1,
    want: 'a=current b=next',
  },
  {
    name: 'the key before it stays as long after that as after any other',
    keys: [a, signsAt(b, bRipe + HOUR)],
    now: bRipe + HOUR + OVERLAP - 1,
    want: 'a=previous b=current',
  },
  { name: 'with all keys revoked nothing signs', keys: [revoked(a, 1)], now: 2, want: 'a=gone' },
  { name: 'without keys nothing signs', keys: [], now: 2, want: '' },
]

describe('the life of a key', () => {
  test.each(rows)('$name', ({ keys, now, want }) => {
    const states = judgeKeys(keys, DEFAULT_KEY_WAITS, now)
    expect(states.keys.map(({ keyId, state }) => `${keyId}=${state}`).join(' ')).toBe(want)
    expect(states.signing).toBe(states.keys.find(({ state }) => state === 'current')?.keyId)
    expect(states.published).toEqual(states.keys.filter(({ state }) => state !== 'gone').map(({ keyId }) => keyId))
  })

  test('says since when a key is in its state, and when time alone ends that', () => {
    const statesAt = (now: number) => judgeKeys([a, b], DEFAULT_KEY_WAITS, now).keys
    expect(statesAt(24 * HOUR)).toEqual([
      { keyId: 'a', state: 'current', sinceSeconds: 30 * MINUTE, untilSeconds: undefined },
      { keyId: 'b', state: 'next', sinceSeconds: 24 * HOUR, untilSeconds: bRipe },
    ])
    expect(statesAt(bRipe + 1)).toEqual([
      { keyId: 'a', state: 'previous', sinceSeconds: bRipe, untilSeconds: bRipe + OVERLAP },
      { keyId: 'b', state: 'current', sinceSeconds: bRipe, untilSeconds: undefined },
    ])
    expect(statesAt(bRipe + OVERLAP + 1)[0]).toEqual({
      keyId: 'a',
      state: 'gone',
      sinceSeconds: bRipe + OVERLAP,
      untilSeconds: undefined,
    })
  })

  test.each([3601, Number.NaN, Number.POSITIVE_INFINITY])('refuses a signer that keeps a key for %d s', (ttl) => {
    const waits = { ...DEFAULT_KEY_WAITS, signerTtlSeconds: ttl }
    expect(() => judgeKeys([a], waits, 0)).toThrow(KeyError)
  })
})
