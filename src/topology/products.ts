import { PROVIDER_NAMES } from '../ranges/provider.ts'

/** The CDNs whose ranges are published, and `edge` for one of your own. */
export const EDGE_PRODUCTS = [...PROVIDER_NAMES, 'edge'] as const
export type EdgeProduct = (typeof EDGE_PRODUCTS)[number]

/** What is true of a load balancer unless the document says otherwise. */
export type LoadBalancerFacts = {
  readonly layer: 4 | 7
  readonly sourceNat: boolean
  readonly appendsForwardedFor: boolean
  /** The versions of PROXY protocol that it can send; what it sends by default stands first. */
  readonly canSendProxy: readonly ('v1' | 'v2')[]
  readonly trafficPolicy: 'Local' | 'Cluster'
  readonly targets: 'pods' | 'nodes'
}

const proxying = { layer: 4, sourceNat: true, appendsForwardedFor: false, trafficPolicy: 'Cluster' } as const
const passing = { layer: 4, sourceNat: false, appendsForwardedFor: false, canSendProxy: [] } as const

/** Sources: each vendor's page as docs/load-balancers.md names it. */
export const LOAD_BALANCERS = {
  'aws-nlb': { ...proxying, canSendProxy: ['v2'], targets: 'pods' },
  'aws-alb': {
    layer: 7,
    sourceNat: true,
    appendsForwardedFor: true,
    canSendProxy: [],
    trafficPolicy: 'Cluster',
    targets: 'pods',
  },
  octavia: { ...proxying, canSendProxy: ['v2', 'v1'], targets: 'nodes' },
  'ibm-vpc': { ...proxying, canSendProxy: ['v1'], targets: 'nodes' },
  gke: { ...passing, trafficPolicy: 'Local', targets: 'nodes' },
  aks: { ...passing, trafficPolicy: 'Local', targets: 'nodes' },
  digitalocean: { ...proxying, canSendProxy: ['v1'], targets: 'nodes' },
  hetzner: { ...proxying, canSendProxy: ['v2'], targets: 'nodes' },
  scaleway: { ...proxying, canSendProxy: ['v2', 'v1'], targets: 'nodes' },
  metallb: { ...passing, trafficPolicy: 'Local', targets: 'nodes' },
  'load-balancer': { ...proxying, canSendProxy: ['v2', 'v1'], targets: 'nodes' },
} as const satisfies Readonly<Record<string, LoadBalancerFacts>>

export type LoadBalancerProduct = keyof typeof LOAD_BALANCERS

export type GatewayFacts = {
  /** What is compiled for unless the document names a version. */
  readonly version: string
  /** Whether it can verify the assertion with what it ships; which of the two is compiled by default. */
  readonly canVerify: boolean
  readonly verifies: 'native' | 'forward-auth'
}

const native = { canVerify: true, verifies: 'native' } as const
const asking = { canVerify: false, verifies: 'forward-auth' } as const

export const GATEWAYS = {
  kgateway: { version: '2.4', ...native },
  istio: { version: '1.30', ...native },
  'envoy-gateway': { version: '1.9', ...native },
  envoy: { version: '1.40', ...native },
  kong: { version: '3.9', ...native },
  'ingress-nginx': { version: '1.15', ...asking },
  'nginx-ingress': { version: '5.5', ...asking },
  'nginx-gateway-fabric': { version: '2.6', ...asking },
  // With njs it verifies itself, which takes a module that not every package has.
  nginx: { version: '1.22', canVerify: true, verifies: 'forward-auth' },
  haproxy: { version: '2.6', ...native },
  // From 3.7.12 on it knows every spelling of a header.
  traefik: { version: '3.7.15', ...asking },
  contour: { version: '1.33', ...asking },
  cilium: { version: '1.18', ...asking },
  caddy: { version: '2.11', ...asking },
} as const satisfies Readonly<Record<string, GatewayFacts>>

export type GatewayProduct = keyof typeof GATEWAYS

/** Short names that people write. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['nlb', 'aws-nlb'],
  ['alb', 'aws-alb'],
  ['aws-load-balancer', 'aws-nlb'],
  ['openstack', 'octavia'],
  ['eg', 'envoy-gateway'],
  ['ngf', 'nginx-gateway-fabric'],
  ['nic', 'nginx-ingress'],
])

/** Every name that a path may hold. */
export const PRODUCT_NAMES: readonly string[] = [
  ...EDGE_PRODUCTS,
  ...Object.keys(LOAD_BALANCERS),
  ...Object.keys(GATEWAYS),
  'app',
]

export function isEdgeProduct(name: string): name is EdgeProduct {
  return EDGE_PRODUCTS.some((one) => one === name)
}

export function isLoadBalancerProduct(name: string): name is LoadBalancerProduct {
  return Object.hasOwn(LOAD_BALANCERS, name)
}

export function isGatewayProduct(name: string): name is GatewayProduct {
  return Object.hasOwn(GATEWAYS, name)
}
