import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because } from '../yaml/because.ts'
import { allowedSources } from './allowed-sources.ts'
import { loadBalancerService } from './load-balancer-service.ts'

const POLICIES = 'https://metallb.io/usage/#traffic-policies'

/** MetalLB announces an address and is no proxy: the address of who connected is kept by the Service alone. */
export const METALLB: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'metallb',
  title: 'MetalLB: a Service that keeps the address of who connected',
  service,
  compile: (input) =>
    loadBalancerService(input, service(input), [
      ...sources(input).notes,
      {
        kind: 'limit',
        text: 'The address is on nodes of the cluster: connections from inside reach the gateway without passing an edge, and are refused there like any without a seal. MetalLB has no health checks; in layer 2 one node takes all connections.',
        source: POLICIES,
      },
    ]),
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { trafficPolicy } = input.hop
  const reason =
    trafficPolicy === 'Local'
      ? `Keeps the address of who connected. MetalLB announces only nodes with a ready pod then: spread the pods. ${POLICIES}`
      : `The gateway sees the address of a node. ${POLICIES}`
  const { ranges } = sources(input)
  const allowed = because(
    'Only the edge may connect. MetalLB reads no such list: kube-proxy drops the rest on the node, by the address that came in. https://kubernetes.io/docs/reference/networking/virtual-ips/',
    ranges,
  )
  return {
    annotations: {},
    externalTrafficPolicy: because(reason, trafficPolicy),
    ...(ranges.length > 0 && { loadBalancerSourceRanges: allowed }),
  }
}

function sources(input: HopInput<LoadBalancerHop>) {
  return allowedSources(input, { families: 'both' })
}
