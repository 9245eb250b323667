import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because, type Plain } from '../yaml/because.ts'
import { allowedSources } from './allowed-sources.ts'
import { loadBalancerService } from './load-balancer-service.ts'

const PREFIX = 'loadbalancer.openstack.org'
const GUIDE =
  'https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/openstack-cloud-controller-manager/expose-applications-using-loadbalancer-type-service.md'
const SOURCE = 'https://github.com/kubernetes/cloud-provider-openstack/blob/master/pkg/openstack/loadbalancer.go'

/** OpenStack’s Octavia through its cloud controller manager. */
export const OCTAVIA: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'octavia',
  title: 'OpenStack Octavia: PROXY protocol 1 or 2, or X-Forwarded-For, never both',
  service,
  compile: (input) => loadBalancerService(input, service(input), [...sources(input).notes, ...ownNotes(input.hop)]),
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { hop, topology } = input
  const { ranges } = sources(input)
  return {
    annotations: {
      ...addressAnnotation(hop),
      ...(hop.trafficPolicy === 'Local' && {
        [`${PREFIX}/enable-health-monitor`]: because(
          `Local needs a monitor, which asks kube-proxy’s health port for nodes with a ready pod; it carries no PROXY header there. ${GUIDE}`,
          'true',
        ),
      }),
      ...(topology.exposure === 'internal' && {
        'service.beta.kubernetes.io/openstack-internal-load-balancer': because('No floating address.', 'true'),
      }),
      ...(ranges.length > 0 && {
        'service.beta.kubernetes.io/load-balancer-source-ranges': because(
          `Only the edge may connect. Octavia’s API from 2.12 on; before that the list is ignored with an event on the Service. ${SOURCE}`,
          ranges.join(','),
        ),
      }),
    },
    externalTrafficPolicy: hop.trafficPolicy,
  }
}

function addressAnnotation({ sendsProxy, appendsForwardedFor }: LoadBalancerHop): Readonly<Record<string, Plain>> {
  if (sendsProxy !== 'none') {
    const reason = `PROXY protocol ${sendsProxy.slice(1)} on all ports; "true" would be 1. Together with x-forwarded-for the controller refuses the Service. ${GUIDE}`
    return { [`${PREFIX}/proxy-protocol`]: because(reason, sendsProxy) }
  }
  if (!appendsForwardedFor) return {}
  const reason = `Makes listeners that read HTTP and add the address of who connected to X-Forwarded-For; TLS cannot pass through them. ${GUIDE}`
  return { [`${PREFIX}/x-forwarded-for`]: because(reason, 'true') }
}

function sources(input: HopInput<LoadBalancerHop>) {
  return allowedSources(input, { families: 'ipv4' })
}

function ownNotes({ sendsProxy, appendsForwardedFor }: LoadBalancerHop): readonly Note[] {
  const notes: Note[] = []
  if (sendsProxy !== 'none' || appendsForwardedFor) {
    notes.push({
      kind: 'warning',
      text: 'With lb-provider=ovn neither PROXY protocol nor X-Forwarded-For works: that provider passes packets on. Use the provider amphora, or say "sourceNat": false, "sendsProxy": "none" on the hop, which is externalTrafficPolicy Local.',
      source: GUIDE,
    })
  }
  if (sendsProxy !== 'none') {
    notes.push({
      kind: 'limit',
      text: 'The controller writes ipMode Proxy into the status, so that connections from inside the cluster go through the load balancer and carry the header: from Kubernetes 1.30 on, and only if enable-ingress-hostname is off. Before that set loadbalancer.openstack.org/hostname to a name of it.',
      source: SOURCE,
    })
  }
  if (appendsForwardedFor) {
    notes.push({
      kind: 'step',
      text: 'For HTTPS name a certificate by loadbalancer.openstack.org/default-tls-container-ref: its listeners then end TLS (TERMINATED_HTTPS).',
      source: GUIDE,
    })
  }
  return notes
}
