import type { PublicJwks } from '../../../assertion/public-jwks.ts'
import { describeValue } from '../../../fault/escape-text.ts'
import type { Topology } from '../../../topology/topology.ts'
import { CompileError } from '../../compile-error.ts'

const NEXT_STEP = 'Set "verifies": "forward-auth" on it, which asks the verifier service'

/** Its own pattern for text is all of printable ASCII but what JSON or the configuration would write otherwise. */
const PLAIN_AUDIENCE = /^[ !#-[\]-~]+$/

/** @throws CompileError if the set holds a key that `jwt_verify` cannot check with: no release knows EdDSA. */
export function checkNativeKeys({ keys }: PublicJwks, at: string): void {
  const other = keys.find(({ alg }) => alg !== 'ES256')
  if (other === undefined) return
  const rule = `jwt_verify knows no ${other.alg} (Configuration Manual, jwt_verify), and key "${other.kid}" is for it`
  throw new CompileError({ code: 'UNUSABLE_KEY', path: at, rule, received: other.alg, nextStep: NEXT_STEP })
}

/** @throws CompileError if the audience has a spelling in JSON that HAProxy would have to decode. */
export function checkAudience({ assertion }: Topology, at: string): void {
  if (PLAIN_AUDIENCE.test(assertion.audience)) return
  const rule = 'to verify in HAProxy the audience is printable ASCII without quotation marks and backslashes'
  const received = describeValue(assertion.audience)
  throw new CompileError({ code: 'UNSUPPORTED', path: `${at}.verifies`, rule, received, nextStep: NEXT_STEP })
}
