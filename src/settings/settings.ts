import type { PublicJwks } from '../assertion/public-jwks.ts'
import type { HeaderFormat } from '../headers/header-format.ts'
import type { Ports } from '../headers/read-node.ts'

/**
 * What every runtime takes: a configuration that has been checked, with each default written out.
 *
 * Only `src/config` makes one, and `digest` marks that it did. A runtime can therefore read it without a schema library,
 * which at the edge would weigh more than everything else together.
 */
export type Settings = ResolutionSettings & {
  readonly v: 1
  readonly issuer: string
  readonly audience: string
  /** Set where an ALB invokes a function: it was made to append the peer to X-Forwarded-For, where the event has it alone. */
  readonly peer?: 'alb-append' | undefined
  /** First match wins; empty where the edge only answers questions about itself. */
  readonly origins: readonly OriginSettings[]
  readonly assertion: AssertionSettings
  readonly onRefusal: 'refuse' | 'forward-unsealed'
  /** Path under which the edge answers itself, without a trailing slash. */
  readonly wellKnownPath: string
  readonly privacy: { readonly logAddress: LogAddress }
  /** What is asked of lists out of a store; undefined where the document does not say. */
  readonly ranges?: RangesSettings | undefined
  /** A second set of rules, resolved beside the first, compared and counted, never acted on. */
  readonly shadow?: ResolutionSettings | undefined
}

/** {@link Settings} with the mark of the compiler: SHA-256 in hex over everything else. */
export type StampedSettings = Settings & { readonly digest: string }

/** How to name the client: everything that `src/resolve` needs but the ranges of providers and the secrets. */
export type ResolutionSettings = {
  readonly trust: readonly TrustSettings[]
  readonly headers: readonly HeaderSettings[]
  readonly maxHops: number
  /** Cloudflare zones of ours, in lower case. */
  readonly ownZones: readonly string[]
  readonly pseudoIPv4: 'refuse' | 'read-ipv6'
}

export type TrustSettings = {
  readonly name: string
  /** A provider's name, `list:` and the name of a private list, own prefixes in canonical text, or `any` for whoever connects. */
  readonly ranges: string | readonly string[]
  readonly clients: readonly string[]
  /** The header, and the name of the secret its value has to equal. */
  readonly proof?: { readonly header: string; readonly secret: string } | undefined
  readonly tenants?: 'any' | undefined
  readonly proxyProtocol: boolean
}

export type RangesSettings = {
  /** Whoever can write to the store can widen trust, unless a list has to be signed by one of these keys. */
  readonly signedBy?: PublicJwks | undefined
  /** What becomes of requests once nobody has confirmed a list for 72 hours. */
  readonly onStale: 'keep' | 'refuse'
}

export type HeaderSettings = {
  /** In lower case. */
  readonly name: string
  readonly format: HeaderFormat
  readonly from: readonly string[]
  readonly optional: boolean
  readonly hops?: number | undefined
  readonly ports: Ports
}

export type OriginSettings = {
  /** `*`, a host name, or `*.` and a domain. */
  readonly match: string
  /** Scheme, host and port alone. */
  readonly url: string
  readonly audience: string
  readonly timeoutSeconds: number
}

export type AssertionSettings = {
  readonly alg: 'ES256' | 'HS256' | 'EdDSA'
  readonly ttlSeconds: number
  readonly bind: 'none' | 'host' | 'request'
  readonly prefix: '' | 'Bearer '
}

export type LogAddress = 'truncated' | 'full' | 'pseudonym'
