import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because } from '../yaml/because.ts'
import { allowedSources } from './allowed-sources.ts'
import { loadBalancerService } from './load-balancer-service.ts'

const PREFIX = 'service.beta.kubernetes.io/scw-loadbalancer'
const GUIDE =
  'https://github.com/scaleway/scaleway-cloud-controller-manager/blob/master/docs/loadbalancer-annotations.md'

/** Scaleway’s load balancer. */
export const SCALEWAY: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'scaleway',
  title: 'Scaleway: PROXY protocol 1 or 2',
  service,
  compile: (input) => loadBalancerService(input, service(input), [...sources(input).notes, ...ownNotes(input.hop)]),
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { hop, topology } = input
  const { ranges } = sources(input)
  const allowed = because(
    'Only the edge, and the nodes themselves, may connect: access lists of at most 60 entries each, as many as it takes. The controller reads no annotation for it. https://github.com/scaleway/scaleway-cloud-controller-manager/blob/master/scaleway/acl.go',
    ranges,
  )
  return {
    annotations: {
      ...(hop.sendsProxy !== 'none' && {
        [`${PREFIX}-proxy-protocol-${hop.sendsProxy}`]: because(
          `On all ports: with a list of some of them the status would say ipMode VIP, and connections from inside the cluster would carry no header. ${GUIDE}`,
          '*',
        ),
        [`${PREFIX}-health-check-send-proxy`]: because(
          `So that a check is no connection without a header, of which the gateway would log each as broken. ${GUIDE}`,
          'true',
        ),
      }),
      ...(topology.exposure === 'internal' && { [`${PREFIX}-private`]: 'true' }),
    },
    externalTrafficPolicy: hop.trafficPolicy,
    ...(ranges.length > 0 && { loadBalancerSourceRanges: allowed }),
  }
}

function sources(input: HopInput<LoadBalancerHop>) {
  return allowedSources(input, { families: 'both' })
}

function ownNotes({ sendsProxy }: LoadBalancerHop): readonly Note[] {
  if (sendsProxy === 'none') return []
  return [
    {
      kind: 'limit',
      text: 'The controller writes ipMode Proxy only because every port sends the header; scw-loadbalancer-ip-mode overrides it, scw-loadbalancer-send-proxy-v2 is the old name of this.',
      source: GUIDE,
    },
  ]
}
