import type { Note } from '../../compiled.ts'
import { gatewayNotes } from '../../envoy/gateway-notes.ts'
import { normalisedPaths } from '../../envoy/normalised-paths.ts'
import type { GatewayInput } from '../../target.ts'

/** Where Envoy Gateway runs its proxies, unless `deploy.type` says GatewayNamespace. */
export const PODS_NAMESPACE = 'envoy-gateway-system'

/** What the files leave to do and to know. */
export function envoyGatewayNotes(input: GatewayInput): readonly Note[] {
  return [...gatewayNotes(input), namespace(input), ...limits(input)]
}

function namespace({ topology }: GatewayInput): Note {
  const text = `The NetworkPolicy closes the proxies in ${PODS_NAMESPACE}, where Envoy Gateway puts them; with deploy.type GatewayNamespace they run in ${topology.namespace}.`
  return { kind: 'step', text, source: 'https://gateway.envoyproxy.io/docs/tasks/operations/gateway-namespace-mode/' }
}

function limits({ topology, hop }: GatewayInput): readonly Note[] {
  if (topology.tls === 'passthrough' || hop.verifies === 'none') return []
  return [
    normalisedPaths('Envoy Gateway'),
    {
      kind: 'limit',
      text: 'With trustedCIDRs Envoy does not take x-envoy-* and x-forwarded-proto of clients away: have the edge do it.',
      source: 'https://github.com/envoyproxy/gateway/issues/8542',
    },
    {
      kind: 'step',
      text: 'To rate-limit by client, match the header X-Client-IP with type Distinct in rateLimit of a BackendTrafficPolicy, never sourceCIDR.',
      source: 'https://gateway.envoyproxy.io/docs/tasks/traffic/global-rate-limit/',
    },
    {
      kind: 'limit',
      text: 'A SecurityPolicy on a route takes the place of this one there as a whole, and with it the assertion is no longer asked for. Let nobody else make them.',
      source: 'https://gateway.envoyproxy.io/docs/api/extension_types/#securitypolicy',
    },
  ]
}
