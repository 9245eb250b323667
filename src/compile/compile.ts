import { adviseName } from '../config/suggest-name.ts'
import { describeValue } from '../fault/escape-text.ts'
import type { Hop } from '../topology/topology.ts'
import { checkNextGateway } from './check-next-gateway.ts'
import { CompileError } from './compile-error.ts'
import type { Compiled } from './compiled.ts'
import { entranceOf } from './entrance.ts'
import type { ServiceSettings } from './kubernetes/service-settings.ts'
import { placeOf } from './place.ts'
import type { Target, TargetInput } from './target.ts'
import { TARGETS } from './targets.ts'

const PASSING_ON: readonly string[] = TARGETS.flatMap((target) =>
  target.kind === 'gateway' && target.passesOn ? [target.name] : [],
)

/**
 * Compiles what one target on a path needs: complete files, what they leave to do, and how the contract holds there.
 *
 * A product that stands on the path more than once is compiled for its last place.
 *
 * @throws CompileError if there is no such target on the path, or if its version cannot do what the path asks of it.
 */
export function compile(input: TargetInput, targetName: string): Compiled {
  const target = TARGETS.find(({ name }) => name === targetName)
  if (target === undefined) throw unknownTarget(targetName)
  return run(target, input)
}

function run(target: Target, input: TargetInput): Compiled {
  if (target.kind === 'path') return target.compile(input)
  const place = placeOf(input.topology, target.name)
  if (place === undefined) throw notOnPath(target.name, input.topology.hops)
  const { hop, index, at, entrance } = place
  const given = { ...input, at, entrance }
  if (hop.kind === 'gateway' && target.kind === 'gateway') {
    checkNextGateway(target, { ...given, hop }, PASSING_ON)
    return target.compile({ ...given, hop, service: serviceBefore(input, index) })
  }
  if (hop.kind === 'load-balancer' && target.kind === 'load-balancer') return target.compile({ ...given, hop })
  throw notOnPath(target.name, input.topology.hops)
}

/** What the load balancer right before a hop wants of that hop's Service. */
function serviceBefore(input: TargetInput, index: number): ServiceSettings | undefined {
  const before = index - 1
  const hop = input.topology.hops[before]
  if (hop?.kind !== 'load-balancer') return undefined
  const target = TARGETS.find(({ name }) => name === hop.product)
  if (target?.kind !== 'load-balancer') return undefined
  return target.service({ ...input, hop, at: `path[${before}]`, entrance: entranceOf(input.topology, before) })
}

function unknownTarget(name: string): CompileError {
  const nextStep = adviseName(
    name,
    TARGETS.map((target) => target.name),
  )
  const rule = 'must be a target that can be compiled'
  return new CompileError({ code: 'UNKNOWN_TARGET', path: 'target', rule, received: describeValue(name), nextStep })
}

function notOnPath(name: string, hops: readonly Hop[]): CompileError {
  const there = hops.map((hop) => ('product' in hop ? hop.product : hop.kind)).join(' -> ')
  const nextStep = `The path is ${there}: name one of these, or put ${name} on it`
  return new CompileError({ code: 'NOT_ON_PATH', path: 'target', rule: `${name} is not on this path`, nextStep })
}
