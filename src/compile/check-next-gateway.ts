import { CompileError } from './compile-error.ts'
import type { GatewayInput, GatewayTarget } from './target.ts'

/**
 * Refuses a gateway whose routes lead to the application alone, where another gateway stands behind it: they would lead
 * past that one, and past whatever it verifies. `others` are the targets that send to any address.
 *
 * @throws CompileError
 */
export function checkNextGateway(
  target: Pick<GatewayTarget, 'name' | 'passesOn'>,
  { topology, hop, at }: Pick<GatewayInput, 'topology' | 'hop' | 'at'>,
  others: readonly string[],
): void {
  const next = topology.hops[topology.hops.indexOf(hop) + 1]
  if (target.passesOn || next?.kind !== 'gateway') return
  const rule = `${target.name} is compiled for the last gateway of a path alone: its routes lead to the application, past the gateway behind it`
  const nextStep = `Let ${target.name} be the last one, with one of these in front: ${others.join(', ')}; or take the other one from the path`
  const received = `${hop.product} -> ${next.product}`
  throw new CompileError({ code: 'UNSUPPORTED', path: at, rule, received, nextStep })
}
