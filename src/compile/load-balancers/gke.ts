import type { LoadBalancerHop } from '../../topology/topology.ts'
import { CompileError } from '../compile-error.ts'
import type { Compiled, Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because } from '../yaml/because.ts'
import { allowedSources } from './allowed-sources.ts'
import { loadBalancerService } from './load-balancer-service.ts'
import { addressOnNodes } from './standing-notes.ts'

const GUIDE = 'https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters'
const XFF = 'https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header'

/** Google’s passthrough Network Load Balancer in front of GKE: it keeps the address and sends no PROXY header. */
export const GKE: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'gke',
  title: 'GKE: the passthrough Network Load Balancer, with the address kept',
  service,
  compile,
}

function compile(input: HopInput<LoadBalancerHop>): Compiled {
  const { hop, at } = input
  if (hop.layer === 7) {
    throw new CompileError({
      code: 'UNSUPPORTED',
      path: `${at}.layer`,
      rule: `Google’s Application Load Balancer is a Gateway or an Ingress of GKE, which is not compiled; the gateway behind it is, with the two entries that it appends to X-Forwarded-For (${XFF})`,
      received: '7',
      nextStep:
        'Compile the gateway, and let GKE’s own Gateway send to it; or leave "layer" out for the passthrough load balancer',
    })
  }
  return loadBalancerService(input, service(input), [...sources(input).notes, ...ownNotes(hop)])
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { hop, topology } = input
  // Of the Application Load Balancer nothing is said on the Service.
  if (hop.layer === 7) return { annotations: {}, externalTrafficPolicy: 'Cluster' }
  const { ranges } = sources(input)
  return {
    annotations: {
      ...(topology.exposure === 'internal'
        ? { 'networking.gke.io/load-balancer-type': 'Internal' }
        : {
            'cloud.google.com/l4-rbs': because(
              `By backend services, which health checks by node need. ${GUIDE}`,
              'enabled',
            ),
          }),
      ...(ranges.length > 0 && {
        'service.beta.kubernetes.io/load-balancer-source-ranges': because(
          `Only the edge may connect: the firewall rule that GKE makes lets in these alone. ${GUIDE}`,
          ranges.join(','),
        ),
      }),
    },
    externalTrafficPolicy: because(localReason(hop), hop.trafficPolicy),
  }
}

function localReason({ trafficPolicy }: LoadBalancerHop): string {
  if (trafficPolicy === 'Cluster') return `The gateway sees the address of a node. ${GUIDE}`
  return `Keeps the address of who connected; nodes without a ready pod fail the health check on kube-proxy’s port. ${GUIDE}`
}

function sources(input: HopInput<LoadBalancerHop>) {
  return allowedSources(input, { families: 'ipv4' })
}

function ownNotes({ trafficPolicy }: LoadBalancerHop): readonly Note[] {
  const notes = [addressOnNodes(GUIDE)]
  if (trafficPolicy === 'Local') return notes
  return [{ kind: 'limit', text: 'With Cluster the gateway sees nodes, whoever connected.', source: GUIDE }, ...notes]
}
