import type { ConfigFault } from '../config/fault-list.ts'
import { LOAD_BALANCERS } from './products.ts'
import type { LoadBalancerHop, Topology } from './topology.ts'

type Place = { readonly topology: Topology; readonly index: number }

/** Says what a load balancer cannot do, and what two of its settings make of each other. */
export function checkLoadBalancer(hop: LoadBalancerHop, { topology, index }: Place): ConfigFault[] {
  const path = `path[${index}]`
  const before = topology.hops[index - 1]
  return [
    ...checkProduct(hop, path),
    ...checkLayer(hop, path),
    ...(hop.layer === 7 && topology.tls === 'passthrough' ? [endsTls(path)] : []),
    ...(hop.sendsProxy === 'none' ? [] : checkProxy(hop, path)),
    ...(hop.sendsProxy !== 'none' && before?.kind === 'load-balancer' && before.sendsProxy !== 'none'
      ? [secondHeader(path, hop.sendsProxy)]
      : []),
  ]
}

/** What the product cannot do whatever is around it. */
function checkProduct({ product, layer, targets, sendsProxy }: LoadBalancerHop, path: string): ConfigFault[] {
  const { canSendProxy, canTarget, layers } = LOAD_BALANCERS[product]
  const versions: readonly string[] = canSendProxy
  const faults: ConfigFault[] = []
  if (sendsProxy !== 'none' && !versions.includes(sendsProxy)) {
    const isPassing = versions.length === 0
    const rule = isPassing ? `${product} sends no PROXY protocol` : `${product} sends ${versions.join(' or ')}`
    const nextStep = isPassing ? 'Use externalTrafficPolicy Local, which keeps the address' : `Use ${versions[0]}`
    faults.push({ code: 'CONTRADICTION', path: `${path}.sendsProxy`, rule, received: sendsProxy, nextStep })
  }
  if (!includes(layers, layer)) {
    const rule = `${product} works at layer ${layers.join(' and ')} here`
    const nextStep = 'Leave "layer" out, or put a gateway there that reads HTTP'
    faults.push({ code: 'CONTRADICTION', path: `${path}.layer`, rule, received: String(layer), nextStep })
  }
  if (!includes(canTarget, targets)) {
    const rule = `${product} sends to ${canTarget.join(' or ')}`
    faults.push({
      code: 'CONTRADICTION',
      path: `${path}.targets`,
      rule,
      received: targets,
      nextStep: 'Leave "targets" out',
    })
  }
  return faults
}

function includes<Value>(list: readonly Value[], value: Value): boolean {
  return list.includes(value)
}

/** What belongs to a load balancer that reads HTTP, and what to one that passes TCP on. */
function checkLayer(hop: LoadBalancerHop, path: string): ConfigFault[] {
  const { layer, appendsForwardedFor, sendsProxy, sourceNat, trafficPolicy, targets } = hop
  const faults: ConfigFault[] = []
  if (sendsProxy !== 'none' && (appendsForwardedFor || layer === 7)) {
    const rule = 'PROXY protocol belongs to a load balancer that passes TCP on, X-Forwarded-For to one that reads HTTP'
    const nextStep = 'Choose one of the two; PROXY protocol if TLS ends behind it'
    faults.push({ code: 'CONTRADICTION', path: `${path}.sendsProxy`, rule, received: sendsProxy, nextStep })
  }
  if (sendsProxy === 'none' && appendsForwardedFor && layer === 4) {
    const rule = 'a load balancer that passes TCP on can append to no header'
    const nextStep = 'Set "layer": 7 if it reads HTTP, else use PROXY protocol'
    faults.push({ code: 'CONTRADICTION', path: `${path}.appendsForwardedFor`, rule, received: 'true', nextStep })
  }
  if (layer === 7 && !sourceNat) {
    const rule = 'a load balancer that reads HTTP opens connections of its own'
    const nextStep = 'Leave "sourceNat" out'
    faults.push({ code: 'CONTRADICTION', path: `${path}.sourceNat`, rule, received: 'false', nextStep })
  }
  if (layer === 4 && !sourceNat && trafficPolicy === 'Cluster' && targets === 'nodes') {
    const rule =
      'with nodes and externalTrafficPolicy Cluster kube-proxy puts a node’s address in place of the client’s'
    const nextStep = 'Use trafficPolicy Local, or leave "sourceNat" out'
    faults.push({ code: 'CONTRADICTION', path: `${path}.trafficPolicy`, rule, received: 'Cluster', nextStep })
  }
  return faults
}

function endsTls(path: string): ConfigFault {
  const rule = 'a load balancer that reads HTTP ends TLS, so that no gateway behind it can hand it on unread'
  return {
    code: 'CONTRADICTION',
    path: `${path}.layer`,
    rule,
    received: '7',
    nextStep: 'Use one at layer 4, or "tls": "terminated"',
  }
}

function secondHeader(path: string, received: string): ConfigFault {
  const rule = 'its PROXY header would stand before that of the load balancer in front, and name that one'
  const nextStep = 'Let only the first load balancer send one, and pass its bytes on'
  return { code: 'CONTRADICTION', path: `${path}.sendsProxy`, rule, received, nextStep }
}

/** What has to hold where a header is sent. */
function checkProxy({ product, trafficPolicy, targets, ranges, sourceNat }: LoadBalancerHop, path: string) {
  const faults: ConfigFault[] = []
  if (!sourceNat) {
    const rule = 'connections that keep the address of who opened them would let anyone send a PROXY header'
    const nextStep = 'Leave "sourceNat" out, or set "sendsProxy": "none", since the address is kept'
    faults.push({ code: 'CONTRADICTION', path: `${path}.sourceNat`, rule, received: 'false', nextStep })
  }
  if (targets === 'nodes' && trafficPolicy === 'Local' && product === 'aws-nlb') {
    const rule = 'its health checks carry a PROXY header to the health port of kube-proxy, which understands none'
    const nextStep = 'Use "targets": "pods", or trafficPolicy Cluster'
    faults.push({ code: 'CONTRADICTION', path, rule, received: 'v2, nodes and Local', nextStep })
  }
  if (ranges.length === 0) {
    const isOfNodes = targets === 'nodes' && trafficPolicy === 'Cluster'
    const whose = isOfNodes ? 'the nodes, whose address kube-proxy puts in place of its own' : 'its subnets'
    const rule = 'a PROXY header is believed only from addresses that are named'
    const nextStep = `Give "ranges" to the hop, or "loadBalancerRanges" to the document: the prefixes of ${whose}`
    faults.push({ code: 'MISSING', path: `${path}.ranges`, rule, nextStep })
  }
  return faults
}
