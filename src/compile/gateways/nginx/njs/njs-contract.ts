import { byLine, byProduct, type Contract } from '../../../contract.ts'
import { NAMES_REMOVED, OUTPUTS_REMOVED } from '../asking-contract.ts'

const script = (how: string) => byLine(`client-ip.js: ${how}`)

/** How the contract holds with the script for njs. */
export const NJS_CONTRACT: Contract = {
  'one-line': script('joins the lines of rawHeadersIn and refuses a comma; $http_… would be the first line alone'),
  'line-length': script('2,048 characters at most'),
  'three-parts': script(
    'three parts, each what its bytes encode to; of a member that a part names twice the last of two members counts, as njs reads JSON: only who signs for the edge could write one',
  ),
  'critical-header': script('no crit, no b64'),
  'known-key': script('kid and alg have to fit a key of jwks.json'),
  algorithm: script('ES256, which is never taken from the token'),
  signature: script('crypto.subtle.verify'),
  version: script('v is 1'),
  subject: script('sub is client-ip'),
  issuer: script('iss is $edge_issuer'),
  audience: script('aud is the text $edge_audience'),
  'expiry-present': script('exp is a whole number'),
  expiry: script('5 s of tolerance'),
  'issued-at': script('30 s of tolerance'),
  lifetime: script('300 s at most'),
  address: script('ip prints back to itself'),
  binding: script('a token that is bound to a request is refused; a path that binds is not compiled to it'),
  'missing-refused': byProduct('auth_request in the server block, which no location takes back'),
  'outputs-removed': OUTPUTS_REMOVED,
  'aliases-removed': NAMES_REMOVED,
}
