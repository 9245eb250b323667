import { SUBJECT } from '../../../assertion/claims.ts'
import type { Exemption, Topology } from '../../../topology/topology.ts'
import { gatewayName } from '../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../kubernetes/metadata.ts'
import { because, type Plain } from '../../yaml/because.ts'

/**
 * Refuses every request without an assertion of this edge, but for the exempt pairs of method and path.
 *
 * A DENY, which no ALLOW policy of somebody else's can widen. A CORS preflight is refused too: istiod has jwt_authn pass
 * over it, so that it never has a principal.
 */
export function denyUnsealed(topology: Topology): Manifest {
  const { assertion, exempt } = topology
  const source = {
    notRequestPrincipals: because(
      'iss and sub of the edge. "*" would be content with a token of any other issuer that somebody verifies here. https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
      [`${assertion.issuer}/${SUBJECT}`],
    ),
  }
  const to = exempt.length === 0 ? undefined : exceptExempt(exempt)
  return policy(topology, { action: 'DENY', rules: [{ from: [{ source }], to }] })
}

/** Each path with the methods that are not exempt on it, and every other path: what is denied, then. */
function exceptExempt(exempt: readonly Exemption[]): Plain {
  const paths = [...new Set(exempt.map(({ path }) => path))]
  const methodsOf = (wanted: string) => exempt.filter(({ path }) => path === wanted).map(({ method }) => method)
  return [
    {
      operation: { notPaths: because('All but what is exempt, compared after normalising, as it is sent on.', paths) },
    },
    ...paths.map((path) => ({ operation: { paths: [path], notMethods: methodsOf(path) } })),
  ]
}

/** Has Envoy ask the verifier service about every request, before it does anything else with it. */
export function askVerifier(topology: Topology, provider: string): Manifest {
  return policy(topology, {
    action: 'CUSTOM',
    provider: because('Defined in meshConfig.extensionProviders: istiod-values.yaml.', { name: provider }),
    rules: because(
      'Every request. What is exempt is in the service’s document: a route that is not asked about would hand on what the client wrote.',
      [{}],
    ),
  })
}

function policy(topology: Topology, spec: { readonly [member: string]: Plain }): Manifest {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: `${topology.name}-client-ip`, namespace: topology.namespace },
    spec: { targetRefs: [gatewayReference(gatewayName(topology))], ...spec },
  }
}
