import type { FoundPolicy } from './find-policies.ts'
import { readPolicy, type Statement } from './policy-document.ts'

type Reason = { readonly of: string; readonly sid: string; readonly reason: string }

/**
 * What is wider than named things and has no reason: an action with a wildcard, a resource that is one whole or names any
 * account, anyone as principal, everything but something. Also a reason for a statement that is not there or not wide.
 */
export function findWildcards(policies: readonly FoundPolicy[], reasons: readonly Reason[]): readonly string[] {
  const wide = policies.flatMap(({ of, text }) => {
    const { statements } = readPolicy(JSON.parse(text ?? '{"Version":"2012-10-17","Statement":[]}'))
    return statements.flatMap((statement) => describeWidth(statement).map((what) => ({ of, sid: statement.sid, what })))
  })
  const isSame = (one: { of: string; sid?: string | undefined }, reason: Reason): boolean =>
    one.of === reason.of && one.sid === reason.sid
  const unsaid = wide.filter((one) => !reasons.some((reason) => reason.reason !== '' && isSame(one, reason)))
  const unused = reasons.filter((reason) => !wide.some((one) => isSame(one, reason)))
  return [
    ...unsaid.map(
      ({ of, sid, what }) => `${of}: ${sid ?? 'a statement without a Sid'} has ${what} and no reason for it`,
    ),
    ...unused.map(({ of, sid }) => `${of}: the reason for ${sid} is one for nothing`),
  ]
}

function describeWidth({ effect, action, resource, principal }: Statement): readonly string[] {
  if (effect === 'Deny') return []
  const actions = action.patterns.filter((pattern) => /[*?]/.test(pattern))
  const resources = resource?.patterns.filter(isWhole) ?? []
  const isOpen = principal === 'anyone' || principal?.some(({ name }) => name === '*')
  return [
    ...(action.isNegated ? ['NotAction'] : actions.map((pattern) => `the action ${pattern}`)),
    ...(resource?.isNegated ? ['NotResource'] : resources.map((pattern) => `the resource ${pattern}`)),
    ...(isOpen ? ['anyone as principal'] : []),
  ]
}

/** All of a service's resources in a region or an account, or those of every account. */
function isWhole(pattern: string): boolean {
  const [, , , , account = '', ...name] = pattern.split(':')
  return /^\*+$/.test(pattern) || account.includes('*') || /^(?:[a-z-]+[:/])?\/?\*+$/.test(name.join(':'))
}
