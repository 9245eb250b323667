import type { ListCounts } from './provider.ts'

/** The type under which a record is signed (src/assertion/signed-document.ts). */
export const RANGES_DOCUMENT = 'ipseal-ranges'

/**
 * An accepted list as a store holds it, in JSON: what is trusted today, and what is on its way out.
 *
 * Times are whole Unix seconds. A record says what a refresh accepted; that nobody else wrote it is for its signature to
 * say (src/assertion/signed-document.ts).
 */
export type RangesRecord = {
  readonly v: 1
  /** A provider's name, or `list:` and the name of a private list. */
  readonly provider: string
  readonly source: string
  /** When these prefixes were first accepted. */
  readonly acceptedAt: number
  /** When the source last said that they are so. Age, and with it every alarm, counts from here. */
  readonly checkedAt: number
  /** The vendor's own name for this state, and its place in their order if it has one. */
  readonly version?: { readonly text: string; readonly order?: number }
  /** What the source wants to hear in If-None-Match, one for each request of the feed; empty where it sent none. */
  readonly etags: readonly string[]
  readonly counts: ListCounts
  /** SHA-256, in hex, of `prefixes` joined by newlines. */
  readonly digest: string
  /** Canonical and without repeats: IPv4 first, in order of address, then of length. Those that drain are not in it. */
  readonly prefixes: readonly string[]
  /** Those of `prefixes` that brought addresses which were not trusted before `acceptedAt`: whom to look at first. */
  readonly added: readonly string[]
  /** Withdrawn by the source, and still trusted until the time of each: connections outlive a change of a list. */
  readonly pending: readonly PendingRemoval[]
  /** The wider list of the vendor's as it was seen last; what is new in it may come to this one. */
  readonly wider?: readonly string[]
}

export type PendingRemoval = { readonly prefix: string; readonly until: number }
