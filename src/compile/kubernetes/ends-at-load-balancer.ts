import type { GatewayInput } from '../target.ts'

/**
 * The load balancer right in front has ended TLS and serves the ports of the gateway's Service, so that 443 of these has
 * to lead to the port that speaks HTTP without.
 */
export function endsAtLoadBalancer({ topology, hop }: Pick<GatewayInput, 'topology' | 'hop'>): boolean {
  const before = topology.hops[topology.hops.indexOf(hop) - 1]
  return before?.kind === 'load-balancer' && before.layer === 7
}

/** The reason that stands beside it. */
export const PLAIN_BEHIND_443 = 'TLS has ended at the load balancer, which sends what was in it to this port.'
