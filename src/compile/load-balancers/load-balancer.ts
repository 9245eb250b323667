import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because } from '../yaml/because.ts'
import { allowedSources } from './allowed-sources.ts'
import { loadBalancerService } from './load-balancer-service.ts'

/** A load balancer that nothing is known of: what has to be set at it, in words. */
export const LOAD_BALANCER: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'load-balancer',
  title: 'any other load balancer: a Service, and in words what has to be set',
  service,
  compile: (input) => loadBalancerService(input, service(input), [...toSet(input), ...sources(input).notes]),
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { ranges } = sources(input)
  const allowed = because(
    'Only the edge may connect, if whatever makes the load balancer reads this field; see that it does.',
    ranges,
  )
  return {
    annotations: {},
    externalTrafficPolicy: input.hop.trafficPolicy,
    ...(ranges.length > 0 && { loadBalancerSourceRanges: allowed }),
  }
}

function sources(input: HopInput<LoadBalancerHop>) {
  return allowedSources(input, { families: 'both' })
}

function toSet({ hop }: HopInput<LoadBalancerHop>): readonly Note[] {
  const { sendsProxy, sourceNat, appendsForwardedFor } = hop
  const steps: string[] = []
  if (sendsProxy !== 'none') {
    steps.push(
      `Let it send PROXY protocol ${sendsProxy.slice(1)} on every port that leads to the gateway, and never on a health port that does not take it.`,
      'Let its health checks open a TCP connection, or send the header with them.',
      'See that connections from inside the cluster go through it: ipMode Proxy in the Service’s status, or a name in place of the address.',
    )
  }
  if (appendsForwardedFor) {
    steps.push(
      'Let it append the address of who connected to X-Forwarded-For. One that keeps what a client wrote, or sets the header anew, does not fit this path: the edge’s entry would be lost.',
    )
  }
  if (!sourceNat) steps.push('Let it pass packets on without putting an address of its own in place of the client’s.')
  return steps.map((text) => ({ kind: 'step', text }))
}
