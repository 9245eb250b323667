import {
  EXPIRY_TOLERANCE_SECONDS,
  FUTURE_TOLERANCE_SECONDS,
  MAX_LIFETIME_SECONDS,
  SUBJECT,
} from '../../../assertion/claims.ts'
import type { PublicJwks } from '../../../assertion/public-jwks.ts'
import { ASSERTION_HEADER, CLIENT_IP_HEADER } from '../../../headers/own-names.ts'
import type { AssertionTerms, Exemption } from '../../../topology/topology.ts'
import { because, type Plain } from '../../yaml/because.ts'

const SOURCE = 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/jwt_authn/v3/config.proto'

/** The names under which {@link jwtProvider} leaves what it verified, in the metadata of `envoy.filters.http.jwt_authn`. */
export const PAYLOAD_NAME = 'ipseal'
export const HEADER_NAME = 'ipseal_header'

/** As many tokens as clients that are served within a slot of 15 s on one gateway; at some 500 bytes each. */
const CACHED_TOKENS = 1000

/** Longer than any token that the contract accepts may still have to live, with a clock that is behind the edge's. */
const MAX_REMAINING_SECONDS = MAX_LIFETIME_SECONDS + FUTURE_TOLERANCE_SECONDS

export type ProviderOptions = {
  readonly assertion: AssertionTerms
  readonly jwks: PublicJwks
}

/** The provider of `jwt_authn` that verifies assertions and hands their address on as `X-Client-IP`. */
function jwtProvider({ assertion, jwks }: ProviderOptions): Plain {
  const { issuer, audience, prefix } = assertion
  return {
    issuer,
    audiences: [audience],
    subjects: because('Tokens of the same key for something else are none of ours.', { exact: SUBJECT }),
    from_headers: [{ name: ASSERTION_HEADER, ...(prefix !== '' && { value_prefix: prefix }) }],
    local_jwks: because(
      'Inline, so that nothing is fetched: Envoy does not fetch again for a key it does not know (envoyproxy/envoy issue 39643). Publish a new key here before the edge signs with it.',
      { inline_string: JSON.stringify(jwks) },
    ),
    forward: because('What stands behind this filter reads the line, and the route removes it.', true),
    clock_skew_seconds: because(`Unset or 0 is 60 s. ${SOURCE}`, EXPIRY_TOLERANCE_SECONDS),
    max_lifetime: because(
      `Demands that exp is there, without which a token would never end, and bounds what is left of its life: ${MAX_LIFETIME_SECONDS} s and ${FUTURE_TOLERANCE_SECONDS} s for clocks that differ.`,
      `${MAX_REMAINING_SECONDS}s`,
    ),
    claim_to_headers: [{ header_name: CLIENT_IP_HEADER, claim_name: 'ip' }],
    payload_in_metadata: because('For the access log, and for what this filter does not check.', PAYLOAD_NAME),
    header_in_metadata: HEADER_NAME,
    jwt_cache_config: because('A token is reused for up to 15 s, so that most signatures are checked once.', {
      jwt_cache_size: CACHED_TOKENS,
    }),
  }
}

/** The filter with its one provider; what is exempt, by exact method and path, needs no token and shows none. */
export function jwtAuthnFilter(options: ProviderOptions, exempt: readonly Exemption[]): Plain {
  return {
    name: 'envoy.filters.http.jwt_authn',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication',
      strip_failure_response: because('A stranger is not told what was wrong with a token.', true),
      providers: { [PAYLOAD_NAME]: jwtProvider(options) },
      rules: [
        ...exempt.map((one) => ({ match: exactRoute(one) })),
        { match: { prefix: '/' }, requires: { provider_name: PAYLOAD_NAME } },
      ],
    },
  }
}

/** A match of Envoy's routes for one method and one path, whatever the query. */
export function exactRoute({ method, path }: Exemption): { readonly [member: string]: Plain } {
  return { path, headers: [{ name: ':method', string_match: { exact: method } }] }
}
