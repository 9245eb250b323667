import { KeyError } from './key-error.ts'

/** `next` is published but signs nothing yet, `current` signs, `previous` is published until its tokens are dead. */
export type KeyState = 'next' | 'current' | 'previous' | 'gone'

/** What has to be recorded of a key to know its state at any time. Unix seconds. */
export type KeyTimes = {
  readonly keyId: string
  /** When the public half entered the published set. */
  readonly publishedAtSeconds: number
  /** When it begins to sign, where that was settled as it was published; else once the longest verifier cache has passed. */
  readonly signsAtSeconds?: number | undefined
  /** When the key was found to be compromised. */
  readonly revokedAtSeconds?: number | undefined
}

export type KeyWaits = {
  /** The longest that any verifier serves a key set from its cache: istiod 20 min, Envoy 10 min. */
  readonly verifierCacheSeconds: number
  /** How long a signer may go on with a key that it could not refresh: at most an hour, then it refuses. */
  readonly signerTtlSeconds: number
  /** The longest lifetime of a token that any signer mints. */
  readonly tokenLifeSeconds: number
}

export const DEFAULT_KEY_WAITS: KeyWaits = { verifierCacheSeconds: 1800, signerTtlSeconds: 3600, tokenLifeSeconds: 300 }

const MAX_SIGNER_TTL_SECONDS = 3600
/** Clock differences: Envoy and Istio go on accepting a token for 60 s after its end. */
const CLOCK_MARGIN_SECONDS = 60

export type JudgedKey = {
  readonly keyId: string
  readonly state: KeyState
  /** When it came into this state, as far as the times tell: a stand-in for a revoked key may say when it was published. */
  readonly sinceSeconds: number
  /** When time alone ends this state; undefined if only a newer key, or nothing, does. */
  readonly untilSeconds: number | undefined
}

export type KeyStates = {
  /** Every key, oldest first. */
  readonly keys: readonly JudgedKey[]
  /** The `kid` that signs; undefined if every key is revoked or gone. */
  readonly signing: string | undefined
  /** The `kid`s to publish, oldest first. */
  readonly published: readonly string[]
}

/**
 * Tells the state of each key at `now` (Unix seconds) from when it was published or revoked, and from nothing else.
 *
 * A key signs once it has been published for as long as any verifier caches, so that no verifier meets it unknown, or
 * from when that was settled for it; the newest such key is `current`. The one it replaces stays published until every
 * signer has let go of it and its last token is dead. Where no key has waited long enough the oldest signs at once: the
 * first key of all, or the one left after a revocation, for then the choice is between some refusals and nothing but
 * refusals. A revoked key is gone at once, and a key that was gone never comes back. Throws a {@link KeyError} for a
 * signer that keeps keys too long.
 */
export function judgeKeys(times: readonly KeyTimes[], waits: KeyWaits, now: number): KeyStates {
  checkWaits(waits)
  const ordered = times.toSorted((a, b) => a.publishedAtSeconds - b.publishedAtSeconds)
  const lives = ordered.map((key, index) => lifeOf(key, ordered.slice(index + 1), waits))
  const alive = lives.filter((life) => now < life.goneAt)
  const signing = alive.findLast((life) => life.ripeAt <= now) ?? alive[0]
  const keys = lives.map((life) => judge(life, signing, now))
  return { keys, signing: signing?.keyId, published: alive.map((life) => life.keyId) }
}

type Life = {
  readonly keyId: string
  readonly publishedAt: number
  readonly ripeAt: number
  readonly replacedAt: number
  readonly goneAt: number
}

function lifeOf(key: KeyTimes, newer: readonly KeyTimes[], waits: KeyWaits): Life {
  const { keyId, publishedAtSeconds: publishedAt, revokedAtSeconds: revokedAt = Number.POSITIVE_INFINITY } = key
  const replacedAt = findReplacement(newer, waits)
  const goneAt = Math.min(revokedAt, replacedAt + overlapSeconds(waits))
  return { keyId, publishedAt, ripeAt: signsFromSeconds(key, waits), replacedAt, goneAt }
}

/** When a key begins to sign, unless it has to stand in for a revoked one before. */
export function signsFromSeconds({ publishedAtSeconds, signsAtSeconds }: KeyTimes, waits: KeyWaits): number {
  return signsAtSeconds ?? publishedAtSeconds + waits.verifierCacheSeconds
}

/** A newer key that was revoked while this one was still published has not replaced it: this one signs again. */
function findReplacement(newer: readonly KeyTimes[], waits: KeyWaits): number {
  for (const key of newer) {
    const ripeAt = signsFromSeconds(key, waits)
    if (key.revokedAtSeconds === undefined || key.revokedAtSeconds >= ripeAt + overlapSeconds(waits)) return ripeAt
  }
  return Number.POSITIVE_INFINITY
}

/** How long a key that was replaced stays published. */
export function overlapSeconds(waits: KeyWaits): number {
  return waits.signerTtlSeconds + waits.tokenLifeSeconds + CLOCK_MARGIN_SECONDS
}

function judge(life: Life, signing: Life | undefined, now: number): JudgedKey {
  const { keyId, publishedAt, ripeAt, replacedAt, goneAt } = life
  const untilSeconds = Number.isFinite(goneAt) ? goneAt : undefined
  if (now >= goneAt) return { keyId, state: 'gone', sinceSeconds: goneAt, untilSeconds: undefined }
  if (keyId === signing?.keyId) {
    return { keyId, state: 'current', sinceSeconds: ripeAt <= now ? ripeAt : publishedAt, untilSeconds: undefined }
  }
  if (ripeAt > now) return { keyId, state: 'next', sinceSeconds: publishedAt, untilSeconds: ripeAt }
  return { keyId, state: 'previous', sinceSeconds: Math.min(replacedAt, now), untilSeconds }
}

function checkWaits(waits: KeyWaits): void {
  if (waits.signerTtlSeconds <= MAX_SIGNER_TTL_SECONDS) return
  throw new KeyError({
    code: 'BAD_KEY_WAITS',
    path: 'waits.signerTtlSeconds',
    rule: `a signer lets go of a key within ${MAX_SIGNER_TTL_SECONDS} s`,
    received: `${waits.signerTtlSeconds} s`,
    nextStep: 'Refresh keys more often; a signer that cannot refuses after that time.',
  })
}
