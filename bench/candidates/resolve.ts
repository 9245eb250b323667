import type { HeaderLine } from '../../src/headers/header-line.ts'
import { compilePolicy, type Policy } from '../../src/resolve/policy.ts'
import { type RequestFacts, resolve } from '../../src/resolve/resolve.ts'
import type { ForwardedRequest } from '../inputs.ts'
import type { Candidate } from '../interleave.ts'
import type { TrustList } from '../prefixes.ts'
import { checkAnswer } from './check-answer.ts'

/**
 * This project's walk. The compiled policy and each request's `{ peer, headers }` are there before the clock starts;
 * `others` stand in front of X-Forwarded-For.
 */
export function resolveCandidate(
  requests: readonly ForwardedRequest[],
  trust: TrustList,
  others: readonly HeaderLine[] = [],
): Candidate {
  const policy = policyOf(trust)
  const facts = requests.map((request): RequestFacts => {
    const line: HeaderLine = ['X-Forwarded-For', request.forwardedFor]
    return { peer: request.peer, headers: [...others, line] }
  })
  facts.forEach((fact, i) => {
    checkAnswer('resolve', requests[i], answerOf(policy, fact))
  })
  const run = (): number => {
    let length = 0
    for (const fact of facts) length += answerOf(policy, fact).length
    return length
  }
  return { operations: facts.length, run }
}

function answerOf(policy: Policy, facts: RequestFacts): string {
  const resolution = resolve(policy, facts)
  return resolution.ok ? resolution.ip : resolution.reason
}

function policyOf({ prefixes }: TrustList): Policy {
  return compilePolicy({
    groups: [{ name: 'trusted', ranges: prefixes, clients: [] }],
    headers: [
      { name: 'x-forwarded-for', format: 'x-forwarded-for', from: ['trusted'], optional: false, ports: 'optional' },
    ],
    maxHops: 16,
    ownZones: [],
    pseudoIPv4: 'refuse',
  })
}
