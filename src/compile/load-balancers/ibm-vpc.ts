import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because, type Plain } from '../yaml/because.ts'
import { loadBalancerService } from './load-balancer-service.ts'

const PREFIX = 'service.kubernetes.io/ibm-load-balancer-cloud-provider'
const GUIDE = 'https://cloud.ibm.com/docs/containers?topic=containers-vpc-lbaas'

/** IBM Cloud’s load balancers for VPC: the ALB, a proxy, or the NLB, which passes packets on. */
export const IBM_VPC: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'ibm-vpc',
  title: 'IBM Cloud VPC: the ALB with PROXY protocol, or the NLB with the address kept',
  service,
  compile: (input) => loadBalancerService(input, service(input), ownNotes(input)),
}

function service({ hop, topology }: HopInput<LoadBalancerHop>): ServiceSettings {
  return {
    annotations: {
      ...feature(hop),
      [`${PREFIX}-ip-type`]: topology.exposure === 'public' ? 'public' : 'private',
    },
    externalTrafficPolicy: hop.trafficPolicy,
  }
}

function feature({ sendsProxy, sourceNat }: LoadBalancerHop): Readonly<Record<string, Plain>> {
  if (sendsProxy !== 'none') {
    const reason = `The ALB sends PROXY headers. Read when it is made, and never again: delete the Service to change it. ${GUIDE}`
    return { [`${PREFIX}-enable-features`]: because(reason, 'proxy-protocol') }
  }
  if (sourceNat) return {}
  const reason = `The NLB, which keeps the address of who connected; without this the ALB is made, which does not. ${GUIDE}`
  return { [`${PREFIX}-enable-features`]: because(reason, 'nlb') }
}

function ownNotes({ hop, topology }: HopInput<LoadBalancerHop>): readonly Note[] {
  const notes: Note[] = []
  if (topology.exposure === 'public') {
    notes.push({
      kind: 'warning',
      text: 'The load balancer is open to everyone: its controller reads no list of sources. Let in only the edge by a security group of the VPC on the load balancer. Whoever connects without a seal is refused behind it, but reaches it.',
      source: 'https://cloud.ibm.com/docs/vpc?topic=vpc-alb-integration-with-security-groups',
    })
  }
  if (hop.sendsProxy !== 'none') {
    notes.push(
      {
        kind: 'limit',
        text: 'IBM does not say which version of PROXY protocol the annotation asks for, and it takes none: let the gateway take both, and look at one connection. The version that the path names is for readers alone.',
        source: GUIDE,
      },
      {
        kind: 'limit',
        text: 'The annotation is that of the managed clusters; the controller inside OpenShift that people install themselves does not know it (openshift/cloud-provider-vpc-controller). There the IngressController’s providerParameters say it.',
        source: 'https://github.com/openshift/api/pull/1236',
      },
    )
  }
  notes.push({
    kind: 'limit',
    text: 'The status of the Service holds a name and no address, so that connections from inside the cluster go through the load balancer as well.',
    source: 'https://github.com/openshift/cloud-provider-vpc-controller/blob/master/pkg/vpcctl/vpc_lbaas.go',
  })
  return notes
}
