import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because, type Plain } from '../yaml/because.ts'
import { allowedSources } from './allowed-sources.ts'
import { loadBalancerService } from './load-balancer-service.ts'

const PREFIX = 'service.beta.kubernetes.io/do-loadbalancer'
const GUIDE =
  'https://github.com/digitalocean/digitalocean-cloud-controller-manager/blob/master/docs/controllers/services/annotations.md'

/** DigitalOcean’s load balancer: REGIONAL is a proxy with PROXY protocol, REGIONAL_NETWORK passes packets on. */
export const DIGITALOCEAN: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'digitalocean',
  title: 'DigitalOcean: the regional load balancer with PROXY protocol 1, or the network one with the address kept',
  service,
  compile: (input) => loadBalancerService(input, service(input), [...sources(input).notes, ...ownNotes(input.hop)]),
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { hop, topology } = input
  const { ranges } = sources(input)
  return {
    annotations: {
      ...typeAnnotations(hop),
      ...(topology.exposure === 'internal' && { [`${PREFIX}-network`]: 'INTERNAL' }),
      ...(ranges.length > 0 && {
        [`${PREFIX}-allow-rules`]: because(
          `Only the edge may connect: the load balancer’s firewall. Ignored where the Service has loadBalancerSourceRanges, which says the same. ${GUIDE}`,
          ranges.map((prefix) => `cidr:${prefix}`).join(','),
        ),
      }),
    },
    externalTrafficPolicy: hop.trafficPolicy,
  }
}

function typeAnnotations({ sourceNat, sendsProxy }: LoadBalancerHop): Readonly<Record<string, Plain>> {
  const typeReason = sourceNat
    ? `The one that ends connections. The controller makes REGIONAL_NETWORK unless it is told, which passes packets on and sends no PROXY header. ${GUIDE}`
    : `Passes packets on, so that the address of who connected is kept. ${GUIDE}`
  return {
    [`${PREFIX}-type`]: because(typeReason, sourceNat ? 'REGIONAL' : 'REGIONAL_NETWORK'),
    ...(sendsProxy !== 'none' && {
      [`${PREFIX}-enable-proxy-protocol`]: because(
        `Text, as every annotation: a YAML true makes Kubernetes drop all annotations of the Service. ${GUIDE}`,
        'true',
      ),
    }),
  }
}

function sources(input: HopInput<LoadBalancerHop>) {
  return allowedSources(input, { families: 'both' })
}

function ownNotes({ sendsProxy }: LoadBalancerHop): readonly Note[] {
  if (sendsProxy === 'none') return []
  return [
    {
      kind: 'warning',
      text: 'The controller writes no ipMode, so that connections from inside the cluster to the load balancer’s address skip it and reach the gateway without a PROXY header, which fails. Give it a name in DNS and set service.beta.kubernetes.io/do-loadbalancer-hostname to that name.',
      source: 'https://github.com/digitalocean/digitalocean-cloud-controller-manager/issues/811',
    },
    {
      kind: 'limit',
      text: 'Health checks ask kube-proxy by HTTP and carry no PROXY header. With do-loadbalancer-override-health-check they ask the gateway’s own port and do carry one: do not set it.',
      source:
        'https://github.com/digitalocean/digitalocean-cloud-controller-manager/blob/master/cloud-controller-manager/do/loadbalancers.go',
    },
  ]
}
