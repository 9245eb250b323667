/**
 * The providers whose address lists can be named in a policy.
 *
 * Each name stands for the addresses that connect to origins, never for a whole network: `cloudfront` is Amazon's
 * CLOUDFRONT_ORIGIN_FACING, `azure-front-door` the service tag AzureFrontDoor.Backend.
 */
export const PROVIDER_NAMES = [
  'akamai',
  'azure-front-door',
  'bunny',
  'cdn77',
  'cloudflare',
  'cloudfront',
  'fastly',
  'gcore',
  'google-lb',
  'imperva',
  'keycdn',
] as const

export type ProviderName = (typeof PROVIDER_NAMES)[number]

/** The providers of whom a dated list is in the package; that of another comes from a store alone. */
export const BUNDLED_NAMES = PROVIDER_NAMES.filter((name) => name !== 'keycdn')

export type BundledName = (typeof BUNDLED_NAMES)[number]

/**
 * The addresses from which one provider's edge connects to origins, as published on one day.
 *
 * A list says who owns the machine at the other end, never on whose behalf it speaks: anyone can rent the same provider
 * and send from inside it. Trust in it needs a proof beside it (docs/security-model.md).
 */
export type ProviderList = {
  readonly provider: BundledName
  /** The vendor's own address for the list. */
  readonly source: string
  /** The public mirror that the list was read through, if it did not come from `source` itself. */
  readonly via?: string
  /** The day, UTC, whose state of the source this is: `2026-08-22`. */
  readonly retrieved: string
  /** The vendor's own name for this state: a sync token, a change number. */
  readonly version?: string
  readonly counts: ListCounts
  /** SHA-256, in hex, of `prefixes` joined by newlines. */
  readonly digest: string
  /** Canonical and without repeats: IPv4 first, in order of address, then of length. */
  readonly prefixes: readonly string[]
}

export type ListCounts = { readonly ipv4: number; readonly ipv6: number }

/** The lists at hand; a missing one has to come from a store. */
export type Snapshot = { readonly [Name in ProviderName]?: ProviderList }

export function isProviderName(text: string): text is ProviderName {
  return PROVIDER_NAMES.some((name) => name === text)
}
