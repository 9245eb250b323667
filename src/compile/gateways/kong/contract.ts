import { byLine, byProduct, type Contract } from '../../contract.ts'

/** What the jwt plugin does, and what pre-function and post-function do around it. */
export const KONG_CONTRACT: Contract = {
  'one-line': byLine('pre-function: repeated lines come as a list, joined ones with a comma'),
  'line-length': byLine('pre-function'),
  'three-parts': byLine('pre-function: a pattern over the token'),
  'critical-header': byLine('pre-function: neither "crit" nor "b64" in the header'),
  'known-key': byProduct('jwt: key_claim_name kid, one jwt_secret for each key'),
  algorithm: byProduct('jwt: the algorithm of the credential'),
  signature: byProduct('jwt: rsa_public_key'),
  version: byLine('pre-function'),
  subject: byLine('pre-function'),
  issuer: byLine('pre-function'),
  audience: byLine('pre-function'),
  'expiry-present': byLine('pre-function, and jwt: claims_to_verify exp'),
  expiry: byProduct('jwt: claims_to_verify exp, without a second of tolerance'),
  'issued-at': byLine('pre-function: at most 30 s ahead'),
  lifetime: byLine('pre-function: exp - iat at most 300 s; jwt: maximum_expiration'),
  address: byLine('pre-function: it prints back to itself'),
  binding: byLine(
    'pre-function: method, host and raw path wherever such a claim is there; the host is that of the Host line, which goes on, whatever an absolute target says',
  ),
  'missing-refused': byLine('pre-function, jwt and post-function'),
  'outputs-removed': byLine('pre-function, in the phase rewrite: on every request'),
  'aliases-removed': byLine('pre-function: every name that reads as one of ours'),
}
