import type { Address } from '../net/address.ts'

/** One address on the path, and what vouches for it. */
export type Hop = {
  readonly address: Address
  /** The header it was read from, in lower case, or `peer` for the connection itself. */
  readonly via: string
  /** The trust group it belongs to; undefined for the client. */
  readonly group: string | undefined
}

/** Why no client could be named. docs/resolution.md has a sentence and a remedy for each. */
export type RefusalReason =
  | 'no-peer'
  | 'infrastructure-peer'
  | 'unproven-peer'
  | 'missing-header'
  | 'repeated-header'
  | 'malformed-address'
  | 'opaque-hop'
  | 'conflict'
  | 'chain-mismatch'
  | 'chain-exhausted'
  | 'chain-too-short'
  | 'chain-too-long'
  | 'pseudo-ipv4'
  | 'foreign-worker'

/** Worth counting, never worth changing an answer for. */
export type Anomaly = 'spoof-attempt' | 'special-address' | 'header-alias' | 'duplicate-header'

/** The client's address, with everything that vouches for it. */
export type ResolvedClient = {
  readonly ok: true
  readonly ip: Address
  /** How the address was learned: a header's name in lower case, or `peer`. */
  readonly via: string
  /** The path from the peer, first, to the client, last. */
  readonly hops: readonly Hop[]
  readonly anomalies: readonly Anomaly[]
}

/** No client: whoever receives this must not fall back on any header. */
export type Refusal = {
  readonly ok: false
  readonly reason: RefusalReason
  /** The last address that was vouched for: for logs, never for decisions. Undefined where not even the peer is known. */
  readonly nearest: Address | undefined
  /** The header that the refusal is about, in lower case. */
  readonly header: string | undefined
  readonly hops: readonly Hop[]
  readonly anomalies: readonly Anomaly[]
}

export type Resolution = ResolvedClient | Refusal
