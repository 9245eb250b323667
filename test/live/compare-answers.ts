import { type Judged, judge } from './judge.ts'
import type { Chain } from './read-chain.ts'

export type Comparison = {
  /** The first few requests whose difference nothing explains, with what everybody answered. */
  readonly unexplained: readonly object[]
  /** How many requests differ in each known way. */
  readonly counts: ReadonlyMap<string, number>
}

export type AnsweredChain = { readonly chain: Chain; readonly ipseal: string; readonly theirs: string }

const SHOWN = 3

export function compareAnswers(judged: Judged, answered: readonly AnsweredChain[]): Comparison {
  const counts = new Map<string, number>()
  const unexplained: object[] = []
  for (const { chain, ...answers } of answered) {
    const verdict = judge(judged, chain, answers)
    if (verdict.kind === 'known') counts.set(verdict.id, (counts.get(verdict.id) ?? 0) + 1)
    if (verdict.kind === 'unexplained') unexplained.push(describeCase(chain, answers))
  }
  return { unexplained: unexplained.slice(0, SHOWN), counts }
}

/** Leaves out what a person does not need to repeat the case. */
export function describeCase({ request, answer }: Chain, answers: object): object {
  const { policy, peer, lines } = request
  return { policy: policy.name, peer, lines, byHand: answer, ...answers }
}
