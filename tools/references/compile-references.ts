import { compile } from '../../src/compile/compile.ts'
import type { Compiled } from '../../src/compile/compiled.ts'
import { placeOf } from '../../src/compile/place.ts'
import type { GatewayTarget, LoadBalancerTarget } from '../../src/compile/target.ts'
import { TARGETS } from '../../src/compile/targets.ts'
import type { Reference } from './read-references.ts'

/** What one target of one reference topology becomes, and where it is kept: `infra/kubernetes/istio/cloudflare-gke-istio`. */
export type CompiledReference = {
  readonly reference: Reference
  readonly target: GatewayTarget | LoadBalancerTarget
  readonly folder: string
  readonly compiled: Compiled
}

/** Gateways that people run without a controller: what is compiled for them is the program's own configuration. */
const PLAIN: readonly string[] = ['envoy', 'nginx', 'haproxy', 'caddy']

/**
 * Compiles every gateway of every reference topology, and every load balancer once: the Service in front of a gateway
 * that has no controller to make one.
 *
 * @throws Error that names every topology that a target refuses.
 */
export function compileReferences(references: readonly Reference[]): readonly CompiledReference[] {
  const results = placesOf(references).map(run)
  const refusals = results.flatMap((result) => ('refusal' in result ? [result.refusal] : []))
  if (refusals.length > 0) throw new Error(refusals.join('\n'))
  return results.flatMap((result) => ('refusal' in result ? [] : [result]))
}

type Pair = { readonly reference: Reference; readonly target: GatewayTarget | LoadBalancerTarget }

function placesOf(references: readonly Reference[]): readonly Pair[] {
  return TARGETS.flatMap((target) => {
    if (target.kind === 'path') return []
    if (target.kind === 'gateway') return references.filter((one) => hasGateway(one, target)).map(pairWith(target))
    const reference = references.find((one) => isBeforePlain(one, target))
    return reference === undefined ? [] : [{ reference, target }]
  })
}

function pairWith(target: Pair['target']): (reference: Reference) => Pair {
  return (reference) => ({ reference, target })
}

function hasGateway({ input }: Reference, { name }: GatewayTarget): boolean {
  return placeOf(input.topology, name) !== undefined
}

function isBeforePlain({ input }: Reference, { name }: LoadBalancerTarget): boolean {
  const place = placeOf(input.topology, name)
  const next = place === undefined ? undefined : input.topology.hops[place.index + 1]
  return next?.kind === 'gateway' && PLAIN.includes(next.product)
}

function run({ reference, target }: Pair): CompiledReference | { readonly refusal: string } {
  try {
    const compiled = compile(reference.input, target.name)
    return { reference, target, folder: folderOf(reference, target), compiled }
  } catch (error) {
    return { refusal: `${reference.file} cannot be compiled to ${target.name}: ${String(error)}` }
  }
}

function folderOf({ name }: Reference, target: GatewayTarget | LoadBalancerTarget): string {
  if (target.kind === 'load-balancer') return `infra/kubernetes/load-balancers/${target.name}`
  return `infra/${PLAIN.includes(target.name) ? 'gateways' : 'kubernetes'}/${target.name}/${name}`
}
