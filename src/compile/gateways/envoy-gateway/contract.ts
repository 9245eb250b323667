import { askingContract, byLine, byProduct, type Contract } from '../../contract.ts'
import { gatewayConditionsContract } from '../../envoy/gateway-contract.ts'
import type { GatewayInput } from '../../target.ts'

const EARLY = 'headers.earlyRequestHeaders.removeOnMatch of the ClientTrafficPolicy'
const ALIASES = byLine(`${EARLY} in any spelling, and withUnderscoresAction refuses names with underscores`)

/** How the contract holds behind Envoy Gateway; undefined where it verifies nothing. */
export function envoyGatewayContract({ hop, topology }: GatewayInput): Contract | undefined {
  if (topology.tls === 'passthrough') return undefined
  switch (hop.verifies) {
    case 'none':
      return undefined
    case 'forward-auth':
      return askingContract({
        'missing-refused': byProduct('extAuth of the SecurityPolicy on the Gateway, without failOpen'),
        'outputs-removed': byLine(EARLY),
        'aliases-removed': ALIASES,
      })
    case 'native':
      return gatewayConditionsContract({
        cel: 'authorization.rules of the SecurityPolicy',
        early: EARLY,
        aliases: ALIASES,
      })
  }
}
