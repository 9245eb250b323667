import type { LoadBalancerHop } from '../../topology/topology.ts'
import type { Note } from '../compiled.ts'
import type { ServiceSettings } from '../kubernetes/service-settings.ts'
import type { HopInput, LoadBalancerTarget } from '../target.ts'
import { because } from '../yaml/because.ts'
import { nlbGateway } from './aws/nlb-gateway.ts'
import { ANNOTATIONS, securityGroupSources, TARGET_GROUP } from './aws/sources.ts'
import { schemeOf, targetGroupAttributes, targetType } from './aws/target-group.ts'
import { loadBalancerService } from './load-balancer-service.ts'

const PREFIX = 'service.beta.kubernetes.io'

/** A Network Load Balancer as the AWS Load Balancer Controller makes it, and its attributes for whoever makes it himself. */
export const AWS_NLB: LoadBalancerTarget = {
  kind: 'load-balancer',
  name: 'aws-nlb',
  title: 'AWS NLB: annotations or a Gateway of the AWS Load Balancer Controller, attributes of target groups',
  service,
  compile: (input) => {
    const { files, ...rest } = loadBalancerService(input, service(input), [
      ...securityGroupSources(input).notes,
      ...ownNotes(input),
    ])
    return { ...rest, files: [...files, nlbGateway(input), attributesFile(input.hop)] }
  },
}

function service(input: HopInput<LoadBalancerHop>): ServiceSettings {
  const { hop, topology } = input
  const { ranges } = securityGroupSources(input)
  const preserve = targetGroupAttributes(hop).filter(([key]) => key.startsWith('preserve_client_ip'))
  return {
    annotations: {
      [`${PREFIX}/aws-load-balancer-type`]: because(
        `The AWS Load Balancer Controller makes the NLB; the controller in the cloud provider cannot send PROXY headers. ${ANNOTATIONS}#lb-type`,
        'external',
      ),
      [`${PREFIX}/aws-load-balancer-nlb-target-type`]: targetType(hop),
      [`${PREFIX}/aws-load-balancer-scheme`]: schemeOf(topology.exposure),
      ...(hop.sendsProxy !== 'none' && proxyAnnotations()),
      [`${PREFIX}/aws-load-balancer-target-group-attributes`]: because(
        preserveReason(hop),
        preserve.map(([key, value]) => `${key}=${value}`).join(','),
      ),
      ...(ranges.length > 0 && {
        [`${PREFIX}/load-balancer-source-ranges`]: because(
          `Only the edge may connect: the security group that the controller makes (2.6 and later) lets in these alone, and everyone without them. ${ANNOTATIONS}#lb-source-ranges`,
          ranges.join(','),
        ),
      }),
    },
    externalTrafficPolicy: hop.trafficPolicy,
  }
}

function proxyAnnotations() {
  return {
    [`${PREFIX}/aws-load-balancer-proxy-protocol`]: because(
      `PROXY protocol 2 to every target group; "*" is the only value there is. ${ANNOTATIONS}#proxy-protocol-v2`,
      '*',
    ),
    [`${PREFIX}/aws-load-balancer-healthcheck-protocol`]: because(
      'Checks carry a PROXY header too: one by HTTP works only against a port that takes it, one by TCP always does.',
      'TCP',
    ),
    [`${PREFIX}/aws-load-balancer-healthcheck-port`]: 'traffic-port',
  }
}

function preserveReason({ sourceNat, sendsProxy }: LoadBalancerHop): string {
  if (!sourceNat)
    return `The address of who connected is kept; on for instances, off for pods unless it is said. ${TARGET_GROUP}`
  const also =
    sendsProxy === 'none' ? '' : ', so that the gateway can believe PROXY headers from there and from nowhere else'
  return `Connections come from the NLB’s own subnets${also}. On for instances unless it is said. ${TARGET_GROUP}`
}

function ownNotes({ hop }: HopInput<LoadBalancerHop>): readonly Note[] {
  const notes: Note[] = [
    {
      kind: 'step',
      text: 'target-group-attributes.json is for an NLB that Terraform or you yourself made: aws elbv2 modify-target-group-attributes --target-group-arn ARN --attributes file://target-group-attributes.json. Its health checks have to be TCP on the traffic port. With the controller leave it out.',
      source: TARGET_GROUP,
    },
    {
      kind: 'limit',
      text: 'The controller sets nothing on an NLB whose Service had aws-load-balancer-type added later: delete the Service and make it anew. On EKS Auto Mode the class is eks.amazonaws.com/nlb and another controller reads the annotations.',
      source: `${ANNOTATIONS}#lb-type`,
    },
  ]
  if (hop.sendsProxy === 'none') return notes
  return [
    ...notes,
    {
      kind: 'limit',
      text: 'The NLB puts its header before whatever the client sent: a client’s own PROXY header arrives behind it as the first bytes of the connection, which a gateway that takes one header refuses as bad HTTP. Connections through PrivateLink always come from the NLB’s addresses.',
      source: TARGET_GROUP,
    },
    {
      kind: 'limit',
      text: 'The status of the Service holds a name and no address, so that connections from inside the cluster go through the NLB as well and carry the header.',
    },
  ]
}

function attributesFile(hop: LoadBalancerHop) {
  const attributes = targetGroupAttributes(hop).map(([Key, Value]) => ({ Key, Value }))
  return { path: 'target-group-attributes.json', text: `${JSON.stringify(attributes, undefined, 2)}\n` }
}
