import type { Run } from '../run-module-tests.ts'
import { type AccessRequest, type Decision, evaluateAccess } from './evaluate-policy.ts'
import { type FoundPolicy, findPolicies } from './find-policies.ts'
import { findWildcards } from './find-wildcards.ts'
import type { Context } from './judge-condition.ts'
import { type PolicyDocument, readPolicy } from './policy-document.ts'

/** Each action on each resource, all of them at once allowed or all of them denied. */
type Requests = {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly context?: Context
  /** By the owner's policies alone, as if a resource of the same run left all to them. */
  readonly alone?: boolean
}

/** The same by each of these services or ARNs. A role is there to be assumed; the resource is the one with the policy. */
type Visits = Partial<Omit<Requests, 'alone'>> & { readonly principals: readonly string[] }

type Expectation = {
  /** The role, key, bus, permission or output whose policies are meant. */
  readonly of: string
  readonly may?: readonly Requests[]
  readonly mayNot?: readonly Requests[]
  /** Of a role: who may become it. Of another resource: who may do what with it, if their own policies allow everything. */
  readonly letsIn?: readonly Visits[]
  readonly keepsOut?: readonly Visits[]
}

export type Expectations = {
  /** The account of the run, of whose principals it is taken that their own policies allow everything. */
  readonly account: string
  readonly policies: readonly Expectation[]
  /** Why a statement is wider than named things. What has no reason here is a fault, and so is a reason for nothing. */
  readonly wide?: readonly { readonly of: string; readonly sid: string; readonly reason: string }[]
}

const ALL: PolicyDocument = readPolicy({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
})

/**
 * Judges every policy of a run by what its owner must be able to do and must not, and returns what is wrong, in words.
 *
 * It is a fault if a policy is judged by no expectation, an expectation finds no policy, or a wildcard has no reason.
 * Throws a `PolicyError` for a policy that cannot be judged.
 */
export function judgePolicies(run: Pick<Run, 'resources' | 'outputs'>, expectations: Expectations): readonly string[] {
  const policies = findPolicies(run)
  const owners = [...new Set(policies.map(({ of }) => of))]
  const expected = expectations.policies.map(({ of }) => of)
  return [
    ...owners.filter((owner) => !expected.includes(owner)).map((owner) => `${owner}: nothing says what it may`),
    ...expected.filter((owner) => !owners.includes(owner)).map((owner) => `${owner}: has no policy`),
    ...policies.filter(({ text }) => text === undefined).map(({ of }) => `${of}: its policy is not known when planned`),
    ...expectations.policies.flatMap((one) => judgeOwner(one, { policies, account: expectations.account })),
    ...findWildcards(policies, expectations.wide ?? []),
  ]
}

type World = { readonly policies: readonly FoundPolicy[]; readonly account: string }

function judgeOwner(expectation: Expectation, world: World): readonly string[] {
  const { of, may = [], mayNot = [], letsIn = [], keepsOut = [] } = expectation
  const own = world.policies.filter((policy) => policy.of === of)
  const isOwner = own.some(({ kind }) => kind === 'identity')
  const isGuarded = own.some(({ kind }) => kind !== 'identity')
  return [
    ...(isOwner && (may.length === 0 || mayNot.length === 0) ? [`${of}: must say what it may and may not`] : []),
    ...(isGuarded && (letsIn.length === 0 || keepsOut.length === 0) ? [`${of}: must say whom it lets in or not`] : []),
    ...may.flatMap((asked) => judgeRequests(asked, { of, own, world, wanted: true })),
    ...mayNot.flatMap((asked) => judgeRequests(asked, { of, own, world, wanted: false })),
    ...letsIn.flatMap((asked) => judgeVisits(asked, { of, own, world, wanted: true })),
    ...keepsOut.flatMap((asked) => judgeVisits(asked, { of, own, world, wanted: false })),
  ]
}

type Question = {
  readonly of: string
  readonly own: readonly FoundPolicy[]
  readonly world: World
  readonly wanted: boolean
}

function judgeRequests(
  { actions, resources, context, alone = false }: Requests,
  question: Question,
): readonly string[] {
  const { of, own, world } = question
  const principal = `arn:aws:iam::${world.account}:role/${of}`
  const identity = own.filter(({ kind }) => kind === 'identity').map(read)
  const requests = actions.flatMap((action) => resources.map((resource) => ({ principal, action, resource, context })))
  return requests.flatMap((request) => {
    const policies = { identity, resource: alone ? open(world.account) : policyOf(request.resource, world) }
    return compare(of, evaluateAccess(policies, request), { request, wanted: question.wanted })
  })
}

/** A resource of the same run decides too; one of elsewhere is taken to leave it to the policies of the account. */
function policyOf(resource: string, { policies, account }: World): PolicyDocument {
  const own = policies.find(({ kind, arn }) => kind === 'resource' && arn === resource)
  return own === undefined ? open(account) : read(own)
}

function open(account: string): PolicyDocument {
  const principal = { AWS: `arn:aws:iam::${account}:root` }
  return readPolicy({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: principal, Action: '*', Resource: '*' },
  })
}

/** By those whose own policies allow everything, if they are of the account: what is decided is what the resource says. */
function judgeVisits(visits: Visits, { of, own, world, wanted }: Question): readonly string[] {
  const guards = own.filter(({ kind }) => kind !== 'identity')
  const isRole = guards.some(({ kind }) => kind === 'trust')
  const { principals, actions = isRole ? ['sts:AssumeRole'] : [], context } = visits
  const { resources = [guards[0]?.arn ?? ''] } = visits
  const resource = { statements: guards.flatMap((policy) => read(policy).statements) }
  const requests = principals.flatMap((principal) =>
    actions.flatMap((action) => resources.map((name) => ({ principal, action, resource: name, context }))),
  )
  if (requests.length === 0) return [`${of}: asks nothing`]
  return requests.flatMap((request) => {
    const identity = request.principal.includes(`::${world.account}:`) ? [ALL] : []
    return compare(`${request.principal} at ${of}`, evaluateAccess({ identity, resource }, request), {
      request,
      wanted,
    })
  })
}

type Compared = { readonly request: AccessRequest; readonly wanted: boolean }

function compare(who: string, decision: Decision, { request, wanted }: Compared): readonly string[] {
  if ((decision === 'allowed') === wanted) return []
  const context = request.context === undefined ? '' : ` with ${JSON.stringify(request.context)}`
  return [`${who}: ${request.action} on ${request.resource} is ${decision}${context}`]
}

function read({ of, text }: FoundPolicy): PolicyDocument {
  try {
    return readPolicy(JSON.parse(text ?? '{"Version":"2012-10-17","Statement":[]}'))
  } catch (error) {
    throw new Error(`${of} has a policy that cannot be judged`, { cause: error })
  }
}
