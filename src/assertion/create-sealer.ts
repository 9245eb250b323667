import { describeValue } from '../fault/escape-text.ts'
import { isVia, MAX_LIFETIME_SECONDS, MIN_TTL_SECONDS } from './claims.ts'
import { SealError } from './seal-error.ts'
import { makeSealer, type Sealer, type SealerOptions } from './sealer.ts'

/** Read as seconds this is the year 5138, read as milliseconds 1973: a clock beyond it counts milliseconds. */
const EARLIEST_MILLISECONDS = 1e11

/**
 * Returns a sealer as {@link makeSealer} does, for options and facts that nobody has checked yet.
 *
 * Throws a {@link SealError} for options outside their limits; `seal` rejects with one for a `via` that is no header
 * name and for a clock that does not count seconds.
 */
export function createSealer(options: SealerOptions): Sealer {
  checkOptions(options)
  const { seal } = makeSealer(options)
  return {
    seal: async (facts, now) => {
      checkVia(facts.via)
      checkClock(now)
      return await seal(facts, now)
    },
  }
}

function checkVia(via: string): void {
  if (isVia(via.toLowerCase())) return
  const nextStep = 'Give the name of the header that the address came from'
  const rule = 'via is a header name, or "peer"'
  throw new SealError({ code: 'BAD_VIA', path: 'via', rule, received: describeValue(via), nextStep })
}

function checkClock(now: number): void {
  if (now >= 0 && now < EARLIEST_MILLISECONDS) return
  const nextStep = 'Pass Date.now() / 1000'
  throw new SealError({ code: 'BAD_CLOCK', path: 'now', rule: 'now is Unix seconds', received: String(now), nextStep })
}

function checkOptions({ ttlSeconds, issuer }: SealerOptions): void {
  if (issuer === '') {
    const nextStep = 'Set the URL that verifiers expect'
    throw new SealError({ code: 'BAD_ISSUER', path: 'issuer', rule: 'the issuer is not empty', nextStep })
  }
  if (Number.isInteger(ttlSeconds) && ttlSeconds >= MIN_TTL_SECONDS && ttlSeconds <= MAX_LIFETIME_SECONDS) return
  const rule = `a lifetime is ${MIN_TTL_SECONDS} to ${MAX_LIFETIME_SECONDS} whole seconds`
  const nextStep = 'Take 60'
  throw new SealError({ code: 'BAD_TTL', path: 'ttlSeconds', rule, received: String(ttlSeconds), nextStep })
}
