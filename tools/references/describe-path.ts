import type { Hop, Topology } from '../../src/topology/topology.ts'

/** A path as people write it, with what is not a matter of course: `cloudflare -> octavia (PROXY v2) -> kgateway 2.2 -> app`. */
export function describePath({ hops, tls }: Topology): string {
  return `${hops.map(describeHop).join(' -> ')}${tls === 'passthrough' ? ', TLS passed through' : ''}`
}

function describeHop(hop: Hop): string {
  switch (hop.kind) {
    case 'edge':
      return hop.product
    case 'load-balancer':
      return `${hop.product} (${hop.sendsProxy === 'none' ? describeLoadBalancer(hop) : `PROXY ${hop.sendsProxy}`})`
    case 'gateway':
      return `${hop.product} ${hop.version}${hop.verifies === 'none' ? '' : `, ${hop.verifies}`}`
    case 'app':
      return hop.verifies ? 'app, verifying' : 'app'
  }
}

function describeLoadBalancer({ sourceNat, appendsForwardedFor }: Extract<Hop, { kind: 'load-balancer' }>): string {
  if (appendsForwardedFor) return 'X-Forwarded-For'
  return sourceNat ? 'source NAT' : 'keeps the address'
}
