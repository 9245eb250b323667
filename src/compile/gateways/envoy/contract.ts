import { askingContract, byLine, byProduct, type Contract } from '../../contract.ts'
import type { GatewayInput } from '../../target.ts'

const OWN = {
  'outputs-removed': byLine('early_header_mutation, on every route'),
  'aliases-removed': byLine('early_header_mutation, and headers_with_underscores_action'),
} as const

/** How the contract holds in plain Envoy; undefined where a later hop verifies. */
export function contractOf({ hop }: GatewayInput): Contract | undefined {
  if (hop.verifies === 'none') return undefined
  if (hop.verifies === 'forward-auth') {
    return askingContract({ ...OWN, 'missing-refused': byProduct('ext_authz with failure_mode_allow: false') })
  }
  const cel = (what: string) => byLine(`CEL in RBAC: ${what}`)
  return {
    ...OWN,
    'one-line': cel('no comma in the line, as Envoy joins repeated lines'),
    'line-length': cel('size of the line'),
    'three-parts': cel('the form of the line'),
    'critical-header': cel('neither crit nor b64 in header_in_metadata'),
    'known-key': cel('kid is there; jwt_authn finds it in local_jwks'),
    algorithm: byProduct('jwt_authn: alg of the key in local_jwks'),
    signature: byProduct('jwt_authn'),
    version: cel('v'),
    subject: byProduct('jwt_authn: subjects'),
    issuer: byProduct('jwt_authn: issuer'),
    audience: cel('aud is one text; jwt_authn alone takes a list that holds it'),
    'expiry-present': cel('exp is a whole number; jwt_authn: max_lifetime'),
    expiry: byProduct('jwt_authn: clock_skew_seconds'),
    'issued-at': cel('iat against request.time'),
    lifetime: cel('exp - iat'),
    address: cel('the form of the address'),
    binding: cel('htm, host and path against the request'),
    'missing-refused': byProduct('jwt_authn: the rule for every path'),
  }
}
