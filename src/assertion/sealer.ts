import { faultText } from '../fault/fault-text.ts'
import type { Address } from '../net/address.ts'
import { type BoundClaims, bindingClaims } from './binding-claims.ts'
import { type BEARER_PREFIX, type Bind, MAX_LINE_LENGTH, MAX_SLOT_SECONDS, SUBJECT, VERSION } from './claims.ts'
import { SealError } from './seal-error.ts'
import { signAssertion } from './sign-assertion.ts'
import type { SigningKey } from './signing-key.ts'
import { createTokenCache } from './token-cache.ts'

export type SealerOptions = {
  readonly key: SigningKey
  /** The edge's issuer URL, as verifiers expect it. */
  readonly issuer: string
  /** Whole seconds, 15 to 300. */
  readonly ttlSeconds: number
  readonly bind: Bind
  readonly prefix: '' | typeof BEARER_PREFIX
}

/** What a seal says. `method`, `host` and `path` are needed as far as `bind` names them, and ignored otherwise. */
export type SealFacts = {
  readonly ip: Address
  /** How the address was learned: a header's name, or `peer`. */
  readonly via: string
  /** The one origin that the seal is for. */
  readonly audience: string
  /** As it is sent on. */
  readonly method?: string | undefined
  /** As it is sent on, in any spelling that `normaliseHost` takes. */
  readonly host?: string | undefined
  /** The target that is sent on, raw; what follows a `?` is left out. */
  readonly path?: string | undefined
}

export type Sealer = {
  /**
   * Returns the value of the assertion header for a client at `now` (Unix seconds), the prefix included.
   *
   * Never seal a refusal: whoever holds the value is believed to be `ip`. Rejects with a `SealError` if the request
   * cannot be bound; `normaliseHost` and `bindablePath` tell beforehand.
   */
  readonly seal: (facts: SealFacts, now: number) => Promise<string>
}

/**
 * Returns a sealer that mints tokens with one key, and reuses them unless each is bound to its request.
 *
 * A token is reused within its slot (15 s or a quarter of the lifetime, the shorter) for the same address, source,
 * audience and bound host. Options, `via` and the clock are taken as they are: settings and policies that were compiled
 * hold no others. `createSealer` checks them first.
 */
export function makeSealer(options: SealerOptions): Sealer {
  if (options.bind === 'request') {
    return { seal: async (facts, now) => mintLine(options, { ...facts, bound: bindingClaims('request', facts) }, now) }
  }
  const cache = createTokenCache(Math.min(MAX_SLOT_SECONDS, options.ttlSeconds / 4))
  const seal = async (facts: SealFacts, now: number): Promise<string> => {
    const bound = bindingClaims(options.bind, facts)
    const key = cacheKey(facts, bound)
    const kept = cache.find(key, now)
    if (kept !== undefined) return kept
    const minted = await mintLine(options, { ...facts, bound }, now)
    cache.keep(key, now, minted)
    return minted
  }
  return { seal }
}

type SealedFacts = Pick<SealFacts, 'ip' | 'via' | 'audience'> & { readonly bound: BoundClaims }

/**
 * No two tokens share a key: neither an address nor a normalised host can hold a line break, nor can `via`.
 */
function cacheKey({ ip, via, audience }: SealFacts, bound: BoundClaims): string {
  return `${ip}\n${bound.host ?? ''}\n${via.toLowerCase()}\n${audience}`
}

async function mintLine(options: SealerOptions, facts: SealedFacts, now: number): Promise<string> {
  const { ip, audience, bound } = facts
  const via = facts.via.toLowerCase()
  const iat = Math.floor(now)
  const claims = { iss: options.issuer, aud: audience, sub: SUBJECT, iat, exp: iat + options.ttlSeconds } as const
  const token = await signAssertion(options.key, { ...claims, ip, via, v: VERSION, ...bound })
  const line = `${options.prefix}${token}`
  if (line.length <= MAX_LINE_LENGTH) return line
  const rule = `the header line has at most ${MAX_LINE_LENGTH} bytes, for verifiers read no more`
  const said = faultText(rule, 'Refuse the request, or bind less of it')
  throw new SealError({ code: 'TOKEN_TOO_LARGE', path: 'assertion', received: `${line.length} bytes`, ...said })
}
