/** The one value of `sub`: Istio derives a request principal from `iss` and `sub`, and the address must not be in it. */
export const SUBJECT = 'client-ip'

/** The version of this set of claims. A change that an old verifier would misread gets a new number. */
export const VERSION = 1

/** Under 15 s a slow connection to the origin outlives its own token: CDNs try to connect for up to 10 s, repeatedly. */
export const MIN_TTL_SECONDS = 15

/** Longest lifetime a verifier accepts: what a stolen token is worth ends with it, whatever the signer claims. */
export const MAX_LIFETIME_SECONDS = 300

/** Clock difference forgiven after `exp`: two hosts kept by NTP differ by far less. */
export const EXPIRY_TOLERANCE_SECONDS = 5

/** Clock difference forgiven before `iat`. Wider than for `exp`, as an early token gives nobody a longer life. */
export const FUTURE_TOLERANCE_SECONDS = 30

/** Longest header line read, prefix included. Ours are some 400 bytes; nginx and Node refuse lines from 8 KiB on. */
export const MAX_LINE_LENGTH = 2048

/** A token is reused for at most this long, so that the address it tells is at most this old. */
export const MAX_SLOT_SECONDS = 15

/** Kong reads a token only behind this word; every other verifier takes it or leaves it. */
export const BEARER_PREFIX = 'Bearer '

/** What else of the request the assertion holds for: nothing, its host, or its method, host and path. */
export type Bind = 'none' | 'host' | 'request'

/** A claim that ties the assertion to one request. `htm` is the name RFC 9449 section 4.2 registered for the method. */
export type BindingClaim = 'htm' | 'host' | 'path'

/** The claims each kind of binding puts into a token, and demands of one. */
export const BINDING_CLAIMS: Readonly<Record<Bind, readonly BindingClaim[]>> = {
  none: [],
  host: ['host'],
  request: ['htm', 'host', 'path'],
}

/** The payload of an assertion, as it is signed. Times are whole Unix seconds. */
export type Claims = {
  readonly iss: string
  readonly aud: string
  readonly sub: typeof SUBJECT
  readonly iat: number
  readonly exp: number
  readonly ip: string
  readonly via: string
  readonly v: typeof VERSION
} & { readonly [claim in BindingClaim]?: string }

/** How an address was learned: `peer`, or a header's name (an RFC 9110 token) in lower case. */
const VIA = /^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/

export function isVia(value: unknown): value is string {
  return typeof value === 'string' && VIA.test(value)
}
