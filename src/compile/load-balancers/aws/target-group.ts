import type { LoadBalancerHop } from '../../../topology/topology.ts'

/** An attribute of a target group, as AWS names it. */
export type TargetGroupAttribute = readonly [key: string, value: string]

/**
 * The attributes of the target groups of an NLB that decide whose address is behind it.
 *
 * Client IP preservation is always said, since its default depends on the kind of targets: on for instances, off for
 * addresses. `proxy_protocol_v2.client_to_server.header_placement` stays at its default: a header that waits for the
 * client's first bytes is late only for servers that speak first, which HTTP and TLS servers do not.
 */
export function targetGroupAttributes({ sendsProxy, sourceNat }: LoadBalancerHop): readonly TargetGroupAttribute[] {
  return [
    ['preserve_client_ip.enabled', String(!sourceNat)],
    ['proxy_protocol_v2.enabled', String(sendsProxy !== 'none')],
  ]
}

/** `instance` sends to node ports, `ip` to pods. */
export function targetType({ targets }: LoadBalancerHop): 'instance' | 'ip' {
  return targets === 'nodes' ? 'instance' : 'ip'
}

export function schemeOf(exposure: 'public' | 'internal'): 'internet-facing' | 'internal' {
  return exposure === 'public' ? 'internet-facing' : 'internal'
}
