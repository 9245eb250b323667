import type { ConfigFault } from '../config/fault-list.ts'
import { checkLoadBalancer } from './check-load-balancer.ts'
import { GATEWAYS } from './products.ts'
import type { GatewayHop, Hop, Topology } from './topology.ts'

const ORDER: readonly Hop['kind'][] = ['edge', 'load-balancer', 'gateway', 'app']

/** Checks what no hop can say by itself: their order, and what one cannot do together with another. */
export function checkPath(topology: Topology): ConfigFault[] {
  return [
    ...checkOrder(topology.hops),
    ...topology.hops.flatMap((hop, i): ConfigFault[] => {
      if (hop.kind === 'load-balancer') return checkLoadBalancer(hop, { topology, index: i })
      return hop.kind === 'gateway' ? checkGateway(topology, hop, i) : []
    }),
    ...checkVerified(topology),
  ]
}

/** Edges before load balancers before gateways before one application. */
function checkOrder(hops: readonly Hop[]): ConfigFault[] {
  const faults = hops.flatMap((hop, i): ConfigFault[] => {
    const before = hops[i - 1]
    if (before === undefined || ORDER.indexOf(before.kind) <= ORDER.indexOf(hop.kind)) return []
    const rule = `${hop.kind} ${hop.kind === 'app' ? 'app' : hop.product} cannot stand behind ${before.kind}`
    return [{ code: 'BAD_PATH', path: `path[${i}]`, rule, nextStep: `Put them in this order: ${ORDER.join(', ')}` }]
  })
  const missing = (['edge', 'app'] as const).filter((kind) => hops.filter((hop) => hop.kind === kind).length === 0)
  return [
    ...faults,
    ...secondApp(hops),
    ...missing.map((kind): ConfigFault => {
      const rule = kind === 'edge' ? 'nothing on it seals the client’s address' : 'it leads to no application'
      return { code: 'BAD_PATH', path: 'path', rule, nextStep: kind === 'edge' ? 'Begin with an edge' : 'End with app' }
    }),
  ]
}

function secondApp(hops: readonly Hop[]): ConfigFault[] {
  const first = hops.findIndex(({ kind }) => kind === 'app')
  return hops.flatMap((hop, i): ConfigFault[] => {
    if (hop.kind !== 'app' || i === first) return []
    const rule = 'a path leads to one application'
    return [{ code: 'BAD_PATH', path: `path[${i}]`, rule, nextStep: 'Write a document of its own for the other one' }]
  })
}

function checkGateway({ hops, tls }: Topology, hop: GatewayHop, i: number): ConfigFault[] {
  const path = `path[${i}]`
  const facts = GATEWAYS[hop.product]
  const faults: ConfigFault[] = []
  if (hop.verifies === 'native' && !facts.canVerify) {
    const rule = `${hop.product} cannot verify the assertion with what it ships`
    faults.push({
      code: 'CONTRADICTION',
      path: `${path}.verifies`,
      rule,
      received: 'native',
      nextStep: 'Use "forward-auth"',
    })
  }
  if (tls === 'passthrough' && hop.verifies !== 'none' && isLast(hops, i)) {
    const rule = 'a gateway that hands TLS on unread sees no header'
    const nextStep = 'Set "verifies": false on it, and true on the application'
    faults.push({ code: 'CONTRADICTION', path: `${path}.verifies`, rule, received: hop.verifies, nextStep })
  }
  if (hop.sendsProxy !== 'none' && hop.ranges.length === 0 && !isLast(hops, i)) {
    // Said for this hop alone: the document's loadBalancerRanges are those of another one.
    const rule = 'a PROXY header is believed only from addresses that are named'
    const nextStep = 'Give "ranges" to the hop: the prefixes of its pods, or of the machines that it runs on'
    faults.push({ code: 'MISSING', path: `${path}.ranges`, rule, nextStep })
  }
  return faults
}

function isLast(hops: readonly Hop[], i: number): boolean {
  return hops[i + 1]?.kind !== 'gateway'
}

/** Somebody has to verify, or the seal is a header like any other. */
function checkVerified({ hops }: Topology): ConfigFault[] {
  const isVerified = hops.some(
    (hop) => (hop.kind === 'gateway' && hop.verifies !== 'none') || (hop.kind === 'app' && hop.verifies),
  )
  if (isVerified || !hops.some(({ kind }) => kind === 'app')) return []
  const rule = 'nothing on it verifies the assertion'
  const nextStep = 'Let the last gateway verify, or set "verifies": true on the application'
  return [{ code: 'BAD_PATH', path: 'path', rule, nextStep }]
}
