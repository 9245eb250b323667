import { appOf } from '../../topology/app-of.ts'
import { CompileError } from '../compile-error.ts'
import type { GatewayInput } from '../target.ts'

/**
 * Refuses an application that verifies behind the verifier service: whoever asks it, its answer takes the assertion away.
 *
 * @throws CompileError
 */
export function checkSecondVerifier({ topology, hop, at }: GatewayInput): void {
  if (hop.verifies !== 'forward-auth' || !appOf(topology).verifies) return
  const rule =
    'the answer of the verifier service takes the assertion away, so that the application could not verify it'
  const nextStep = 'Let one of the two verify: "verifies": false here, or on the application'
  throw new CompileError({ code: 'UNSUPPORTED', path: `${at}.verifies`, rule, received: hop.verifies, nextStep })
}
