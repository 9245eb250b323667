import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because, type Plain } from '../yaml/because.ts'
import { allowedSources } from './allowed-sources.ts'
import { loadBalancerService } from './load-balancer-service.ts'
import { addressOnNodes } from './standing-notes.ts'

const PREFIX = 'service.beta.kubernetes.io'
const GUIDE = 'https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/'
const PRIVATE_LINK = 'https://cloud-provider-azure.sigs.k8s.io/topics/pls-integration/'

/** Azure’s standard load balancer, which keeps the address, or a Private Link Service in front of it, which sends it. */
export const AKS: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'aks',
  title: 'AKS: the standard load balancer, with the address kept, or a Private Link Service with PROXY protocol 2',
  service,
  compile: (input) => {
    const open = isPrivateLink(input.hop) || hasServiceTag(input) ? [] : sources(input).notes
    return loadBalancerService(input, service(input), [...open, ...ownNotes(input)])
  },
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { hop, topology } = input
  const isInternal = topology.exposure === 'internal' || isPrivateLink(hop)
  return {
    annotations: {
      ...(isInternal && { [`${PREFIX}/azure-load-balancer-internal`]: 'true' }),
      ...(isPrivateLink(hop) ? privateLink() : allowed(input)),
    },
    externalTrafficPolicy: because(policyReason(hop), hop.trafficPolicy),
  }
}

function isPrivateLink({ sendsProxy }: LoadBalancerHop): boolean {
  return sendsProxy !== 'none'
}

function privateLink(): Readonly<Record<string, Plain>> {
  return {
    [`${PREFIX}/azure-pls-create`]: because(`The edge comes through a Private Link Service. ${PRIVATE_LINK}`, 'true'),
    [`${PREFIX}/azure-pls-proxy-protocol`]: because(
      `It replaces addresses with those of its own subnet and sends PROXY protocol 2 with the number of the link. ${PRIVATE_LINK}`,
      'true',
    ),
  }
}

/** Azure keeps the ranges of its own Front Door up to date behind a name; other edges are a list. */
function allowed(input: HopInput<LoadBalancerHop>): Readonly<Record<string, Plain>> {
  if (hasServiceTag(input)) {
    const reason = `Only Front Door may connect, in the ranges that Azure itself keeps; any tenant’s. ${GUIDE}`
    return { [`${PREFIX}/azure-allowed-service-tags`]: because(reason, 'AzureFrontDoor.Backend') }
  }
  const { ranges } = sources(input)
  if (ranges.length === 0) return {}
  const reason = `Only the edge may connect: a rule of the network security group lets in these alone. ${GUIDE}`
  return { [`${PREFIX}/azure-allowed-ip-ranges`]: because(reason, ranges.join(',')) }
}

function hasServiceTag({ topology, entrance }: HopInput<LoadBalancerHop>): boolean {
  const edge = topology.hops.findLast(({ kind }) => kind === 'edge')
  const isFrontDoor = edge?.kind === 'edge' && edge.ranges === 'azure-front-door'
  return isFrontDoor && topology.exposure === 'public' && entrance.peer === 'edge'
}

function policyReason({ trafficPolicy, sendsProxy }: LoadBalancerHop): string {
  if (sendsProxy !== 'none') {
    return `With PROXY headers from the Private Link Service the controller makes no HTTP probe of kube-proxy’s health port. ${PRIVATE_LINK}`
  }
  if (trafficPolicy === 'Cluster') return `The gateway sees the address of a node. ${GUIDE}`
  return `Keeps the address of who connected; the probe asks kube-proxy’s health port for nodes with a ready pod. ${GUIDE}`
}

function sources(input: HopInput<LoadBalancerHop>) {
  return allowedSources(input, { families: 'both' })
}

function ownNotes({ hop, topology }: HopInput<LoadBalancerHop>): readonly Note[] {
  if (isPrivateLink(hop)) {
    return [
      {
        kind: 'step',
        text: 'Approve the edge’s connection to the Private Link Service. Whoever may connect to it is what azure-pls-visibility and azure-pls-auto-approval say, not a list of addresses.',
        source: PRIVATE_LINK,
      },
    ]
  }
  const notes: Note[] = [addressOnNodes('https://kubernetes.io/docs/reference/networking/virtual-ips/')]
  if (topology.exposure === 'internal') return notes
  return [
    ...notes,
    {
      kind: 'limit',
      text: 'Rules of the security group that you made yourself with a higher priority go before these. azure-deny-all-except-load-balancer-source-ranges adds a rule that refuses the rest of the subnet’s traffic to the address.',
      source: GUIDE,
    },
  ]
}
