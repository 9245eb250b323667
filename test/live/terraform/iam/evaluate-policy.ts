import { type Context, fulfils } from './judge-condition.ts'
import { matchesAction, matchesPattern } from './match-pattern.ts'
import { type Names, type PolicyDocument, PolicyError, type Statement } from './policy-document.ts'

export type AccessRequest = {
  /** ARN of a role or user, or the name of a service such as `lambda.amazonaws.com`. */
  readonly principal: string
  readonly action: string
  readonly resource: string
  readonly context?: Context | undefined
}

export type Decision = 'allowed' | 'implicit-deny' | 'explicit-deny'

export type Policies = {
  /** Those of the principal. */
  readonly identity: readonly PolicyDocument[]
  /** That of the resource, if it has one. */
  readonly resource?: PolicyDocument | undefined
}

/** Where what identities may is of no effect unless the resource's own policy lets in them or their account. */
const GUARDED = /^(?:kms:|sts:assumerole$)/

/**
 * Decides about a request within one account as the IAM User Guide does under "Policy evaluation logic": an explicit
 * denial wins, then one permission is enough, of the principal or of the resource; without any it is denied. Boundaries and
 * policies of an organisation are not looked at: they only take away.
 *
 * Throws a `PolicyError` for what it does not know.
 */
export function evaluateAccess({ identity, resource }: Policies, request: AccessRequest): Decision {
  checkAll({ identity, resource }, request.context ?? {})
  const byIdentity = identity.flatMap(({ statements }) => statements.filter((statement) => applies(statement, request)))
  const byResource = (resource?.statements ?? []).flatMap((statement) => {
    const match = matchPrincipal(statement, request.principal)
    return match !== undefined && applies(statement, request) ? [{ statement, match }] : []
  })
  const all = [...byIdentity, ...byResource.map(({ statement }) => statement)]
  if (all.some(({ effect }) => effect === 'Deny')) return 'explicit-deny'
  if (byResource.some(({ match }) => match === 'named')) return 'allowed'
  if (byIdentity.length === 0) return 'implicit-deny'
  return GUARDED.test(request.action.toLowerCase()) && byResource.length === 0 ? 'implicit-deny' : 'allowed'
}

function applies({ action, resource, conditions }: Statement, request: AccessRequest): boolean {
  const isFulfilled = conditions.every((condition) => fulfils(condition, request.context ?? {}))
  const isMeant = includes(action, (pattern) => matchesAction(pattern, request.action))
  const isThere = resource === undefined || includes(resource, (pattern) => matchesPattern(pattern, request.resource))
  return isFulfilled && isMeant && isThere
}

function includes({ patterns, isNegated }: Names, isMatch: (pattern: string) => boolean): boolean {
  return patterns.some(isMatch) !== isNegated
}

/**
 * `named` where the principal itself is let in, which is enough; `account` where all of its account is, which leaves it to
 * the policies of the principal ("AWS account principals").
 */
function matchPrincipal({ principal, effect }: Statement, name: string): 'named' | 'account' | undefined {
  if (principal === undefined) throw new PolicyError('the policy of a resource must say who is meant')
  if (principal === 'anyone' || principal.some((one) => one.name === name)) return 'named'
  if (principal.some((one) => one.kind === 'AWS' && one.name === '*')) return 'named'
  const account = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(name)?.[1]
  const isOfAccount = principal.some(({ kind, name: one }) => {
    return kind === 'AWS' && account !== undefined && (one === account || one.endsWith(`:iam::${account}:root`))
  })
  if (!isOfAccount) return undefined
  return effect === 'Deny' ? 'named' : 'account'
}

/** All statements once, so that what is not known is found wherever it stands. */
function checkAll({ identity, resource }: Policies, context: Context): void {
  const own = identity.flatMap(({ statements }) => statements)
  if (own.some(({ principal }) => principal !== undefined)) {
    throw new PolicyError('the policy of an identity has no principal')
  }
  const conditions = [...own, ...(resource?.statements ?? [])].flatMap((statement) => statement.conditions)
  for (const condition of conditions) fulfils(condition, context)
}
