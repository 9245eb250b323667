import { KeyError } from './key-error.ts'
import { type KeyWaits, overlapSeconds } from './key-states.ts'

export type RotationTimes = {
  readonly waits: KeyWaits
  /** A new key is published when the newest is this old. */
  readonly everySeconds: number
}

/** How often a key is renewed unless somebody says otherwise. */
export const DEFAULT_PERIOD = '90d'

/**
 * Added to the wait of every key: what a write may take until all readers see it (30 s), and what the clock of a signer
 * may be ahead of the one that the key was published by (30 s).
 */
export const LANDING_SECONDS = 60

/** What even a verifier without a cache is behind: 540 s that an edge's set may be old, and 60 s in HTTP caches. */
const MIN_VERIFIER_CACHE_SECONDS = 600

/** A week: room to carry a set by hand to gateways that hold it inline. */
const MAX_VERIFIER_CACHE_SECONDS = 604_800

const SECONDS_OF = { d: 86_400, h: 3600, m: 60 } as const

/** Reads a period such as `90d`, `12h` or `100m`; undefined if it is none. */
export function readPeriod(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,4})([dhm])$/.exec(text) ?? []
  if (unit !== 'd' && unit !== 'h' && unit !== 'm') return undefined
  return Number(count) * SECONDS_OF[unit]
}

/** Throws a {@link KeyError} for times in which keys could not live: a set holds at most a next, a current and a previous. */
export function checkRotationTimes({ waits, everySeconds }: RotationTimes): void {
  const { verifierCacheSeconds } = waits
  const least = verifierCacheSeconds + LANDING_SECONDS + overlapSeconds(waits)
  const isKept =
    verifierCacheSeconds >= MIN_VERIFIER_CACHE_SECONDS && verifierCacheSeconds <= MAX_VERIFIER_CACHE_SECONDS
  if (!isKept || !Number.isInteger(verifierCacheSeconds)) {
    const rule = `the longest verifier cache is ${MIN_VERIFIER_CACHE_SECONDS} to ${MAX_VERIFIER_CACHE_SECONDS} whole seconds`
    const nextStep =
      'Add up what a set passes through from the store to the slowest verifier; 1800 if nothing is unusual'
    throw unkept('waits.verifierCacheSeconds', { rule, received: `${verifierCacheSeconds} s`, nextStep })
  }
  if (everySeconds >= least) return
  const rule = `a rotation takes ${least} s, and the next one begins no sooner`
  throw unkept('everySeconds', {
    rule,
    received: `${everySeconds} s`,
    nextStep: `Take a longer period, such as ${DEFAULT_PERIOD}`,
  })
}

function unkept(path: string, fault: { readonly rule: string; readonly received: string; readonly nextStep: string }) {
  return new KeyError({ code: 'BAD_KEY_WAITS', path, ...fault })
}
