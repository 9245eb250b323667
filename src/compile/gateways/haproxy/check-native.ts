import type { PublicJwks } from '../../../assertion/public-jwks.ts'
import { CompileError } from '../../compile-error.ts'

const NEXT_STEP = 'Set "verifies": "forward-auth" on it, which asks the verifier service'

/** @throws CompileError if the set holds a key that `jwt_verify` cannot check with: no release knows EdDSA. */
export function checkNativeKeys({ keys }: PublicJwks, at: string): void {
  const other = keys.find(({ alg }) => alg !== 'ES256')
  if (other === undefined) return
  const rule = `jwt_verify knows no ${other.alg} (Configuration Manual, jwt_verify), and key "${other.kid}" is for it`
  throw new CompileError({ code: 'UNUSABLE_KEY', path: at, rule, received: other.alg, nextStep: NEXT_STEP })
}
