import type { Entrance } from '../../entrance.ts'
import { seesNodes } from '../../kubernetes/gateway-lock.ts'
import type { GatewayInput } from '../../target.ts'

/**
 * Returns how requests come as nginx itself can tell. Behind node ports under Cluster every connection comes from a node,
 * whose addresses nobody has named: there is no sender to know, and none to refuse.
 */
export function seenEntrance(input: Pick<GatewayInput, 'topology' | 'hop' | 'entrance'>): Entrance {
  return seesNodes(input) ? { ...input.entrance, senders: [] } : input.entrance
}
