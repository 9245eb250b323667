import { askingContract, byLine, byProduct, type Contract } from '../../contract.ts'

const OWN = {
  'missing-refused': byLine('http-request deny deny_status 401 unless exempt or verified'),
  'outputs-removed': byLine('del-header before set-header, on every route'),
  'aliases-removed': byLine('del-header by a pattern over every name'),
} as const

const NATIVE: Contract = {
  'one-line': byLine('req.hdr_cnt eq 1, which counts commas too'),
  'line-length': byLine('length le 2048'),
  'three-parts': byLine('a pattern over the token'),
  'critical-header': byLine('neither "crit" nor "b64" in the header, and no escape that could hide one'),
  'known-key': byLine('one acl on kid for each key'),
  algorithm: byLine('alg must be ES256, and is a constant of jwt_verify'),
  signature: byProduct('jwt_verify with the key of this kid'),
  version: byLine('a pattern over the payload'),
  subject: byLine("jwt_payload_query('$.sub')"),
  issuer: byLine("jwt_payload_query('$.iss')"),
  audience: byLine("jwt_payload_query('$.aud')"),
  'expiry-present': byLine('exp is a whole number in the text of the payload'),
  expiry: byLine('exp + 5 s against a clock of whole seconds'),
  'issued-at': byLine('iat at most 30 s ahead'),
  lifetime: byLine('exp - iat at most 300 s'),
  address: byLine('ipmask(32,128) prints it back to itself'),
  binding: byLine('strcmp with method, host and path wherever such a claim is there, and demanded as the edge binds'),
  ...OWN,
}

export function haproxyContract(verifies: 'native' | 'forward-auth'): Contract {
  return verifies === 'native' ? NATIVE : askingContract(OWN)
}
