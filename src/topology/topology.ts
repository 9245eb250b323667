import type { BEARER_PREFIX, Bind } from '../assertion/claims.ts'
import type { ProviderName } from '../ranges/provider.ts'
import type { EdgeProduct, GatewayProduct, LoadBalancerProduct } from './products.ts'

/** One path from the public to an application: what stands on it, in the order in which requests pass. */
export type Topology = {
  /** A DNS label; names of what is compiled begin with it. */
  readonly name: string
  /** The Kubernetes namespace of the gateway and the application. */
  readonly namespace: string
  /** Who can open a connection to the load balancer, or to the gateway where there is none. */
  readonly exposure: 'public' | 'internal'
  /** Where the last gateway ends TLS, or hands it on unread. */
  readonly tls: 'terminated' | 'passthrough'
  /** As the routes of gateways name them; `*` alone for any. */
  readonly hosts: readonly string[]
  /** How the edge reaches the load balancer: scheme, host and port. Only what configures the edge needs it. */
  readonly origin?: string | undefined
  readonly hops: readonly Hop[]
  readonly assertion: AssertionTerms
  /** What is served without an assertion: an exact method and path each. */
  readonly exempt: readonly Exemption[]
  /** The verifier service that gateways ask which cannot verify themselves. */
  readonly verifier: VerifierService
}

/** What the edge seals with, as every verifier on the path expects it. */
export type AssertionTerms = {
  readonly issuer: string
  readonly audience: string
  /** Where the public key set is: a file, relative to the document, or an https URL. */
  readonly jwks: string
  readonly bind: Bind
  readonly prefix: '' | typeof BEARER_PREFIX
  /** Whole seconds from issue to expiry. */
  readonly ttlSeconds: number
}

export type Exemption = { readonly method: string; readonly path: string }

export type VerifierService = { readonly service: string; readonly namespace: string }

export type Hop = EdgeHop | LoadBalancerHop | GatewayHop | AppHop

/** Who resolves and seals. Every CDN appends the address that it was asked from to `X-Forwarded-For`. */
export type EdgeHop = {
  readonly kind: 'edge'
  readonly product: EdgeProduct
  /** From where it connects to the next hop: a provider's published list, or own prefixes. */
  readonly ranges: ProviderName | readonly string[]
}

export type ProxyVersion = 'none' | 'v1' | 'v2'

export type LoadBalancerHop = {
  readonly kind: 'load-balancer'
  readonly product: LoadBalancerProduct
  readonly layer: 4 | 7
  /** The next hop sees the load balancer's address, or a node's, instead of that of who connected to it. */
  readonly sourceNat: boolean
  readonly appendsForwardedFor: boolean
  readonly sendsProxy: ProxyVersion
  /** From where it connects to the next hop; empty where nobody said so. */
  readonly ranges: readonly string[]
  /** `externalTrafficPolicy` of the Service behind it. */
  readonly trafficPolicy: 'Local' | 'Cluster'
  /** What it sends to: pods, or the node ports of nodes. */
  readonly targets: 'pods' | 'nodes'
}

export type GatewayHop = {
  readonly kind: 'gateway'
  readonly product: GatewayProduct
  readonly version: string
  /** Who checks the assertion: the gateway, the verifier service that it asks, or a later hop. */
  readonly verifies: 'native' | 'forward-auth' | 'none'
  /** What it sends to the next hop, before its own bytes or the client's TLS. */
  readonly sendsProxy: ProxyVersion
  /** From where its pods connect to the next hop; empty where nobody said so. */
  readonly ranges: readonly string[]
}

export type AppHop = {
  readonly kind: 'app'
  readonly service: string
  readonly port: number
  /** The application verifies the assertion itself, behind whatever verified it before. */
  readonly verifies: boolean
}
