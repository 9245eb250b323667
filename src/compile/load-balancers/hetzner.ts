import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because } from '../yaml/because.ts'
import { loadBalancerService } from './load-balancer-service.ts'

const PREFIX = 'load-balancer.hetzner.cloud'
const REFERENCE =
  'https://github.com/hetznercloud/hcloud-cloud-controller-manager/blob/main/docs/reference/load_balancer_annotations.md'

/** Hetzner Cloud’s load balancer. */
export const HETZNER: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'hetzner',
  title: 'Hetzner Cloud: PROXY protocol',
  service,
  compile: (input) => loadBalancerService(input, service(input), ownNotes(input)),
}

function service({ hop, topology }: HopInput<LoadBalancerHop>): ServiceSettings {
  return {
    annotations: {
      ...(hop.sendsProxy !== 'none' && {
        [`${PREFIX}/uses-proxyprotocol`]: because(
          `On every port. The controller writes ipMode Proxy into the status, so that connections from inside the cluster carry the header too. ${REFERENCE}`,
          'true',
        ),
      }),
      ...(topology.exposure === 'internal' && {
        [`${PREFIX}/disable-public-network`]: 'true',
        [`${PREFIX}/use-private-ip`]: because(
          'It connects to nodes from the private network, whose prefix is then what the hop’s "ranges" name.',
          'true',
        ),
      }),
    },
    externalTrafficPolicy: hop.trafficPolicy,
  }
}

function ownNotes({ hop, topology }: HopInput<LoadBalancerHop>): readonly Note[] {
  const notes: Note[] = [
    {
      kind: 'step',
      text: `Set ${PREFIX}/location or ${PREFIX}/network-zone, or HCLOUD_LOAD_BALANCERS_LOCATION at the controller: without one of them no load balancer is made.`,
      source: REFERENCE,
    },
  ]
  if (topology.exposure === 'public') {
    notes.push(
      {
        kind: 'warning',
        text: 'The load balancer is open to everyone: it has no firewall, and the controller ignores loadBalancerSourceRanges. Whoever connects without a seal is refused behind it, but reaches it.',
        source: REFERENCE,
      },
      {
        kind: 'step',
        text: `Set ${PREFIX}/use-private-ip where the nodes have a private network: the load balancer then connects from its prefix, which no other customer has, and a firewall can close the node ports to the public.`,
        source: REFERENCE,
      },
    )
  }
  if (hop.sendsProxy === 'none') return notes
  return [
    ...notes,
    {
      kind: 'limit',
      text: 'Hetzner does not say which version of PROXY protocol it sends, and there is nothing to choose: let the gateway take both, and look at one connection. The version that the path names is for readers alone.',
      source: REFERENCE,
    },
    {
      kind: 'limit',
      text: 'Health checks open a TCP connection to the node port and close it again: a gateway that wants a PROXY header logs each as broken. That is no fault.',
      source: REFERENCE,
    },
  ]
}
