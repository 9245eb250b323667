import { askingContract, byLine, byProduct, type Contract } from '../../contract.ts'

const CLAIMS = 'EnvoyFilter, the filter ipseal_claims: CEL on the payload behind jwt_authn'
const LINE = 'EnvoyFilter, the filter ipseal_line: CEL on the header in front of jwt_authn'

/** How the contract holds where Envoy verifies by RequestAuthentication, AuthorizationPolicy and EnvoyFilter. */
export const NATIVE_CONTRACT: Contract = {
  'one-line': byLine(LINE),
  'line-length': byLine(LINE),
  'three-parts': byLine(LINE),
  'critical-header': byLine(
    `${LINE}; it takes the JOSE header that the edge writes for a key of the set, byte by byte`,
  ),
  'known-key': byLine(`${LINE}; as critical-header. jwt_authn alone would try every key for a token without kid`),
  algorithm: byProduct('jwt_authn: alg of the JWK has to be that of the token'),
  signature: byProduct('jwt_authn'),
  version: byLine(CLAIMS),
  subject: byLine(`${CLAIMS}; the AuthorizationPolicy asks for it too`),
  issuer: byProduct('RequestAuthentication issuer; the AuthorizationPolicy asks for it too'),
  audience: byLine(`RequestAuthentication audiences; that it is one string, ${CLAIMS}`),
  'expiry-present': byLine(`${CLAIMS}; jwt_authn takes a token without exp for one that never ends`),
  expiry: byLine(`${CLAIMS}; jwt_authn as Istio sets it forgives 60 s`),
  'issued-at': byLine(CLAIMS),
  lifetime: byLine(CLAIMS),
  address: byLine(CLAIMS),
  binding: byLine(
    `${CLAIMS}, with method, host and path as Envoy has them after normalising the path; a host in capitals is refused`,
  ),
  'missing-refused': byLine('AuthorizationPolicy DENY notRequestPrincipals; RequestAuthentication alone lets it pass'),
  'outputs-removed': byLine('EnvoyFilter, early_header_mutation: before any filter, CORS preflights included'),
  'aliases-removed': byLine(
    'EnvoyFilter, early_header_mutation by pattern; the HTTPRoute removes the assertion itself',
  ),
}

/** How it holds where the verifier service is asked about every request. */
export const ASKING_CONTRACT: Contract = askingContract({
  'missing-refused': { by: 'service', how: 'AuthorizationPolicy CUSTOM asks about every request, preflights too' },
  'outputs-removed': { by: 'service', how: 'the answer sets or removes X-Client-IP on every request that goes on' },
  'aliases-removed': {
    by: 'service',
    how: 'the answer names every spelling that came; the HTTPRoute removes those with _',
  },
})
