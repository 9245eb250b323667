import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because } from '../yaml/because.ts'
import { loadBalancerService } from './load-balancer-service.ts'

/** MetalLB announces an address and is no proxy: the address of who connected is kept by the Service alone. */
export const METALLB: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'metallb',
  title: 'MetalLB: a Service that keeps the address of who connected',
  service,
  compile: (input) => loadBalancerService(input, service(input)),
}

function service({ hop }: HopInput<LoadBalancerHop>): ServiceSettings {
  const { trafficPolicy } = hop
  const reason =
    trafficPolicy === 'Local'
      ? 'Keeps the address of who connected. MetalLB announces only nodes with a ready pod then: spread the pods. https://metallb.io/usage/#traffic-policies'
      : 'The gateway sees the address of a node. https://metallb.io/usage/#traffic-policies'
  return { annotations: {}, externalTrafficPolicy: because(reason, trafficPolicy) }
}
