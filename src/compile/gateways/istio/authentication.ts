import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../../headers/own-names.ts'
import { appOf } from '../../../topology/app-of.ts'
import { gatewayName } from '../../kubernetes/gateway-api.ts'
import { gatewayReference, type Manifest } from '../../kubernetes/metadata.ts'
import type { TargetInput } from '../../target.ts'
import { because, type Plain } from '../../yaml/because.ts'

const REFERENCE = 'https://istio.io/latest/docs/reference/config/security/jwt/'

/**
 * Has Envoy check the signature of an assertion where there is one, its issuer, audience and expiry.
 *
 * Alone it refuses nothing that carries none: istiod makes of it "this provider, or missing". That takes the policy of
 * `authorization.ts`, and the rules that jwt_authn does not know those of `envoy-filter.ts`.
 */
export function requestAuthentication({ topology, jwks }: TargetInput): Manifest {
  const { assertion, name, namespace } = topology
  const { issuer, audience, prefix } = assertion
  const rule = {
    issuer,
    audiences: [audience],
    fromHeaders: because(`No other place is looked at, and nothing of the client’s own Authorization. ${REFERENCE}`, [
      { name: ASSERTION_HEADER, prefix: prefix === '' ? undefined : prefix },
    ]),
    jwks: because(
      'In here, as istiod would fetch a jwksUri every 20 minutes and not for an unknown kid: compile again for every rotation, while the new key is "next" still. https://github.com/istio/istio/issues/41588',
      JSON.stringify(jwks),
    ),
    outputClaimToHeaders: because(`The verified address, for the application. ${REFERENCE}#JWTRule`, [
      { header: CLIENT_IP_HEADER, claim: 'ip' },
    ]),
    forwardOriginalToken: forwarding(appOf(topology).verifies),
  }
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: `${name}-client-ip`, namespace },
    spec: { targetRefs: [gatewayReference(gatewayName(topology))], jwtRules: [rule] },
  }
}

function forwarding(appVerifies: boolean): Plain {
  return because(
    appVerifies
      ? 'The application verifies it once more.'
      : 'The application has no use for a token that somebody could take from its log.',
    appVerifies,
  )
}
