import { gatewayName, UNVERIFIED_REMOVALS } from '../../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../../kubernetes/metadata.ts'
import type { GatewayInput } from '../../../target.ts'
import { verifierAddress } from '../../../verifier-service.ts'
import { because, type Plain } from '../../../yaml/because.ts'
import { headerNameLines } from '../header-names.ts'
import { apart, writeLines } from '../lines.ts'
import { askingHttpSnippet, askingServerSnippet, clientHeaderSnippet } from '../snippets.ts'
import { refuseStrangers, strangerLines } from '../strangers.ts'
import { otherUpgradeMap, refuseOtherUpgrades } from '../upgrades.ts'

/**
 * What goes into every server and location of the Gateway. A SnippetsFilter would be of those routes alone that name it
 * (v1alpha1 since 2.4; `nginxGateway.snippets.enable` of the chart).
 */
export function snippetsPolicy(input: GatewayInput): Manifest {
  const { topology, hop } = input
  return {
    apiVersion: 'gateway.nginx.org/v1alpha1',
    kind: 'SnippetsPolicy',
    metadata: { name: topology.name, namespace: topology.namespace },
    spec: {
      targetRefs: [gatewayReference(gatewayName(topology))],
      snippets: hop.verifies === 'none' ? passing(input) : asking(input),
    },
  }
}

function asking(input: GatewayInput): Plain {
  const { entrance } = input
  return [
    { context: 'http', value: askingHttpSnippet(entrance, verifierAddress(input.topology.verifier)) },
    {
      context: 'http.server',
      value: because(
        'What the template sends on as Host is asked about. internal/controller/nginx/config/servers.go, v2.6.7',
        askingServerSnippet(entrance, '$gw_api_compliant_host'),
      ),
    },
    { context: 'http.server.location', value: clientHeaderSnippet() },
  ]
}

/** Somebody behind it verifies. */
function passing(input: GatewayInput): Plain {
  const { entrance } = input
  return [
    { context: 'http', value: writeLines(apart(headerNameLines(), strangerLines(entrance), otherUpgradeMap())) },
    { context: 'http.server', value: writeLines(apart(refuseStrangers(entrance), refuseOtherUpgrades())) },
  ]
}

/** What the route takes away. Where the Gateway asks, the snippet writes these anew. */
export function routeRemovals({ hop }: GatewayInput): Plain {
  if (hop.verifies === 'none') return because('Nobody has verified a client here.', UNVERIFIED_REMOVALS)
  return because(
    'Takes the controller’s own lines away, in exactly this case, with the chain whose left end the client wrote; the snippet writes the verified address instead. generateProxySetHeaders, internal/controller/nginx/config/servers.go',
    ['X-Forwarded-For', 'X-Real-IP'],
  )
}
