import { PROVIDER_NAMES } from '../ranges/provider.ts'

/** The CDNs whose ranges are published, and `edge` for one of your own. */
const EDGE_PRODUCTS = [...PROVIDER_NAMES, 'edge'] as const
export type EdgeProduct = (typeof EDGE_PRODUCTS)[number]

/** What is true of a load balancer unless the document says otherwise. */
export type LoadBalancerFacts = {
  readonly layer: 4 | 7
  /** Where it can work at all, as far as it is compiled. */
  readonly layers: readonly (4 | 7)[]
  readonly sourceNat: boolean
  readonly appendsForwardedFor: boolean
  /** The versions of PROXY protocol that it can send; what one that replaces addresses sends by default stands first. */
  readonly canSendProxy: readonly ('v1' | 'v2')[]
  readonly targets: 'pods' | 'nodes'
  readonly canTarget: readonly ('pods' | 'nodes')[]
}

const onNodes = { targets: 'nodes', canTarget: ['nodes'] } as const
const onPods = { targets: 'pods', canTarget: ['pods', 'nodes'] } as const
const proxying = {
  layer: 4,
  layers: [4],
  sourceNat: true,
  appendsForwardedFor: false,
} as const
const passing = {
  ...onNodes,
  layer: 4,
  layers: [4],
  sourceNat: false,
  appendsForwardedFor: false,
  canSendProxy: [],
} as const

/** Each fact with its source is in docs/load-balancers.md. */
export const LOAD_BALANCERS = {
  'aws-nlb': { ...proxying, ...onPods, canSendProxy: ['v2'] },
  'aws-alb': {
    ...onPods,
    layer: 7,
    layers: [7],
    sourceNat: true,
    appendsForwardedFor: true,
    canSendProxy: [],
  },
  octavia: { ...proxying, ...onNodes, layers: [4, 7], canSendProxy: ['v2', 'v1'] },
  // Its annotation names no version, and its documentation neither: a gateway behind it has to take both.
  'ibm-vpc': { ...proxying, ...onNodes, canSendProxy: ['v1', 'v2'] },
  gke: { ...passing, layers: [4, 7] },
  // A Private Link Service in front of it replaces addresses and can send a header; the load balancer itself cannot.
  aks: { ...passing, canSendProxy: ['v2'] },
  digitalocean: { ...proxying, ...onNodes, canSendProxy: ['v1'] },
  // As with ibm-vpc; the one published trace is text, which is version 1.
  hetzner: { ...proxying, ...onNodes, canSendProxy: ['v1', 'v2'] },
  scaleway: { ...proxying, ...onNodes, canSendProxy: ['v2', 'v1'] },
  metallb: passing,
  'load-balancer': {
    ...proxying,
    layers: [4, 7],
    targets: 'nodes',
    canTarget: ['nodes', 'pods'],
    canSendProxy: ['v2', 'v1'],
  },
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
  // Before, names with underscores went on.
  caddy: { version: '2.11.9', ...asking },
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
