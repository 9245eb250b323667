import type { LoadBalancerHop } from '../../../topology/topology.ts'
import type { Note } from '../../compiled.ts'
import type { HopInput } from '../../target.ts'
import { type AllowedSources, allowedSources } from '../allowed-sources.ts'

export const ANNOTATIONS =
  'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/'
export const TARGET_GROUP =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html'
const PREFIX_LISTS = 'https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html'

/** Rules of one security group, for each of IPv4 and IPv6, unless the account asked for more. */
const RULES = 60

/** The ports of the load balancer: each of them takes a rule for each prefix. */
const PORTS = 2

/** What a security group of the load balancer lets in, as prefixes: the controller makes a rule of each for every port. */
export function securityGroupSources(input: HopInput<LoadBalancerHop>): AllowedSources {
  const most = Math.floor(RULES / PORTS)
  const found = allowedSources(input, { families: 'ipv4', most, beyond: beyondRules(input) })
  const isOpen = found.ranges.length === 0 || input.topology.exposure === 'internal'
  return { ranges: found.ranges, notes: [...found.notes, ...(isOpen ? [] : [quotaNote(found.ranges.length)])] }
}

function beyondRules({ topology, hop }: HopInput<LoadBalancerHop>): string {
  const isCloudFront = topology.hops.some((hop) => hop.kind === 'edge' && hop.ranges === 'cloudfront')
  const own = 'Put them into a prefix list of your own, and name it in place of the ranges'
  if (!isCloudFront) return own
  const annotation =
    hop.product === 'aws-alb'
      ? 'alb.ingress.kubernetes.io/security-group-prefix-lists'
      : 'service.beta.kubernetes.io/aws-load-balancer-security-group-prefix-lists'
  return `Name AWS’s own list, com.amazonaws.global.cloudfront.origin-facing: its id is pl-… of your region (aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing), and goes into ${annotation} (securityGroupPrefixes of a LoadBalancerConfiguration). It counts as 55 of the ${RULES} rules of a security group: with two ports raise the quota, or serve 443 alone (${PREFIX_LISTS})`
}

function quotaNote(count: number): Note {
  return {
    kind: 'limit',
    text: `${count} prefixes on ${PORTS} ports are ${count * PORTS} of the ${RULES} inbound rules that a security group has by default. Where they grow past that, use a prefix list of your own.`,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html',
  }
}
