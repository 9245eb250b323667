import type { AuthenticationDocument, EnvoyFilterValue } from './documents.ts'

/**
 * What istiod makes of the one RequestAuthentication of a Gateway (pilot/pkg/security/authn/policy_applier.go): the
 * provider or nothing at all, no requirement for preflights, and jwt_authn's own 60 s after exp, as nothing sets another.
 */
export function jwtFilter(documents: readonly AuthenticationDocument[]): readonly EnvoyFilterValue[] {
  const rules = documents.flatMap(({ spec }) => spec.jwtRules)
  const [rule] = rules
  if (rule === undefined) return []
  if (rules.length > 1) throw new Error('istiod ORs several rules, which this does not')
  const provider = {
    issuer: rule.issuer,
    audiences: rule.audiences,
    forward: rule.forwardOriginalToken,
    payload_in_metadata: 'payload',
    normalize_payload_in_metadata: { space_delimited_claims: ['permission', 'scope'] },
    clear_route_cache: true,
    claim_to_headers: rule.outputClaimToHeaders.map(({ header, claim }) => ({
      header_name: header,
      claim_name: claim,
    })),
    from_headers: rule.fromHeaders.map(({ name, prefix = '' }) => ({ name, value_prefix: prefix })),
    local_jwks: { inline_string: rule.jwks },
  }
  const requires = { requires_any: { requirements: [{ provider_name: 'origins-0' }, { allow_missing: {} }] } }
  const typed_config = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication',
    rules: [{ match: { prefix: '/' }, requires }],
    providers: { 'origins-0': provider },
    bypass_cors_preflight: true,
  }
  return [{ name: 'envoy.filters.http.jwt_authn', typed_config }]
}
