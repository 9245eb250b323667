import type { Entrance } from '../../entrance.ts'
import type { Manifest } from '../../kubernetes/metadata.ts'
import { networkPolicy, type PolicyOptions } from '../../kubernetes/network-policy.ts'
import { unique } from './real-ip.ts'

type Guarded = Pick<PolicyOptions, 'name' | 'namespace' | 'podLabels' | 'ports'>

/** The NetworkPolicy in front of a gateway of this family; none where nobody knows from where connections come. */
export function gatewayFirewall({ senders, takesProxy }: Entrance, guarded: Guarded): readonly Manifest[] {
  if (senders.length === 0) return []
  const reason = takesProxy
    ? 'nginx parses a PROXY header from whoever connects: only the load balancer may. Needs a network plugin that enforces policies.'
    : 'Nobody connects past those who stand in front. Needs a network plugin that enforces policies.'
  return [networkPolicy({ ...guarded, from: unique(senders), reason })]
}
