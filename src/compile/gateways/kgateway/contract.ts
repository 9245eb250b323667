import { askingContract, byLine, byProduct, type Contract } from '../../contract.ts'
import { aliasesByName, gatewayConditionsContract } from '../../envoy/gateway-contract.ts'
import type { GatewayInput } from '../../target.ts'

const EARLY = 'earlyRequestHeaderModifier.remove of the ListenerPolicy'
const ALIASES = aliasesByName(`${EARLY}, headerModifiers of the TrafficPolicy and the routes`)

/** How the contract holds behind kgateway; undefined where it verifies nothing. */
export function kgatewayContract({ hop, topology }: GatewayInput): Contract | undefined {
  if (topology.tls === 'passthrough') return undefined
  switch (hop.verifies) {
    case 'none':
      return undefined
    case 'forward-auth':
      return askingContract({
        'missing-refused': byProduct('extAuth of the TrafficPolicy on the Gateway, without failOpen'),
        'outputs-removed': byLine(EARLY),
        'aliases-removed': { by: 'service', how: 'the answer names every spelling that came' },
      })
    case 'native':
      return gatewayConditionsContract({ cel: 'rbac of the TrafficPolicy', early: EARLY, aliases: ALIASES })
  }
}
