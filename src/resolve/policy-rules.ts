import type { HeaderFormat } from '../headers/header-format.ts'
import type { Ports } from '../headers/read-node.ts'
import type { Prefix } from '../net/prefix.ts'

export type GroupRules = {
  readonly name: string
  /** The provider whose list the ranges are, if they are one. */
  readonly provider?: string | undefined
  readonly ranges: readonly Prefix[] | 'any'
  readonly clients: readonly Prefix[]
  /** The secrets that are good today; none means that nobody can prove anything, and every request is refused. */
  readonly proof?: { readonly header: string; readonly secrets: readonly string[] } | undefined
}

export type HeaderRules = {
  /** In lower case, like every header name in these rules. */
  readonly name: string
  readonly format: HeaderFormat
  /** Names of the groups that may speak through the header. */
  readonly from: readonly string[]
  readonly optional: boolean
  /** Take the n-th entry from the right instead of asking who vouches for it. */
  readonly hops?: number | undefined
  readonly ports: Ports
}

export type PolicyRules = {
  readonly groups: readonly GroupRules[]
  readonly headers: readonly HeaderRules[]
  readonly maxHops: number
  /** Cloudflare zones whose Workers may send requests to us; in lower case. */
  readonly ownZones: readonly string[]
  readonly pseudoIPv4: 'refuse' | 'read-ipv6'
  /** Set where the platform itself says who the peer is, with the ranges that are its own machines. */
  readonly platform?: { readonly provider: string; readonly ranges: readonly Prefix[] } | undefined
}
