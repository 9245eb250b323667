import { describeValue } from '../../../../fault/escape-text.ts'
import { CompileError } from '../../../compile-error.ts'
import type { GatewayInput } from '../../../target.ts'

/** Refuses what the script does not check: bound assertions, and keys of another kind than ES256. */
export function checkNative({ topology, jwks, at }: GatewayInput): void {
  const { bind } = topology.assertion
  if (bind !== 'none') {
    throw new CompileError({
      code: 'UNSUPPORTED',
      path: `${at}.verifies`,
      rule: `the script for njs refuses assertions that are bound to a request, and this path binds them to ${bind === 'host' ? 'the host' : 'the whole request'}`,
      received: 'native',
      nextStep: 'Use "verifies": "forward-auth", or "bind": "none"',
    })
  }
  const other = jwks.keys.find(({ alg }) => alg !== 'ES256')
  if (other === undefined && jwks.keys.length > 0) return
  throw new CompileError({
    code: 'UNUSABLE_KEY',
    path: 'assertion.jwks',
    rule: 'the script for njs verifies ES256 alone',
    received: other === undefined ? 'no key' : describeValue(`${other.kid} with ${other.alg}`),
    nextStep: 'Use keys with ES256, or "verifies": "forward-auth"',
  })
}
