import type { Resource, Run } from '../run-module-tests.ts'
import { PolicyError } from './policy-document.ts'

/** A policy that a run would make, as its text, which is undefined where only applying tells it. */
export type FoundPolicy = {
  /** Such as `aws_iam_role.edge` or `output.read_policy_json`. */
  readonly of: string
  /** What who is meant may do, who may become a role, or who may do what with the resource. */
  readonly kind: 'identity' | 'trust' | 'resource'
  readonly text: string | undefined
  /** Of the resource that it protects, to find it by. */
  readonly arn: string | undefined
}

/** Members that hold policies of the resource itself, beside those of roles, which are below. */
const OWN_POLICY = ['policy', 'policy_document', 'policy_text', 'access_policy']

/** Members that hold policies by another name, or hand out one of somebody else's: nothing here would judge them. */
const UNJUDGED = ['inline_policy', 'managed_policy_arns', 'permissions_boundary']

/**
 * Finds every policy that a run plans or made: of roles, KMS keys, event buses and whatever else has one, permissions of
 * Lambda functions, and outputs that end in `policy_json`. Those of a role are all under the role's address.
 *
 * Throws a `PolicyError` for what would go by unjudged: a policy of AWS, or a resource type whose policy it does not know.
 */
export function findPolicies({ resources, outputs }: Pick<Run, 'resources' | 'outputs'>): readonly FoundPolicy[] {
  const managed = resources.filter(({ mode }) => mode === 'managed')
  const roles = managed.filter(({ type }) => type === 'aws_iam_role')
  return [
    ...managed.flatMap((resource) => policiesOf(resource, { roles, managed })),
    ...Object.entries(outputs).flatMap(([name, value]): FoundPolicy[] => {
      if (!name.endsWith('policy_json') || value === null) return []
      return [{ of: `output.${name}`, kind: 'identity', text: textOf(value), arn: undefined }]
    }),
  ]
}

type Around = { readonly roles: readonly Resource[]; readonly managed: readonly Resource[] }

function policiesOf(resource: Resource, around: Around): readonly FoundPolicy[] {
  const { address, type, values } = resource
  const arn = textOf(values.arn)
  switch (type) {
    case 'aws_iam_role':
      return [{ of: address, kind: 'trust', text: textOf(values.assume_role_policy), arn }, ...refuseUnjudged(resource)]
    case 'aws_iam_role_policy':
      return [{ of: roleOf(resource, around.roles), kind: 'identity', text: textOf(values.policy), arn: undefined }]
    case 'aws_iam_role_policy_attachment':
      return [attached(resource, around)]
    case 'aws_iam_policy':
      return [{ of: address, kind: 'identity', text: textOf(values.policy), arn }]
    case 'aws_lambda_permission':
      return [{ of: address, kind: 'resource', text: permissionOf(values), arn: textOf(values.function_name) }]
    default:
      return ownPolicies(resource, arn)
  }
}

function ownPolicies({ address, type, values }: Resource, arn: string | undefined): readonly FoundPolicy[] {
  const named = Object.keys(values).filter((name) => OWN_POLICY.includes(name) && values[name] !== null)
  const others = Object.keys(values).filter((name) => !named.includes(name) && looksLikePolicy(values[name]))
  if (others.length > 0) throw new PolicyError(`${address}: ${others.join(', ')} of ${type} is a policy to be judged`)
  // An attribute of that name holds other things too, such as the mode of a schedule.
  return named.flatMap((name): FoundPolicy[] => {
    return looksLikePolicy(values[name]) ? [{ of: address, kind: 'resource', text: textOf(values[name]), arn }] : []
  })
}

function looksLikePolicy(value: unknown): boolean {
  return typeof value === 'string' && /^\s*\{/.test(value) && /"Statement"\s*:/.test(value)
}

function refuseUnjudged({ address, values }: Resource): readonly [] {
  const [name] = UNJUDGED.filter((member) => {
    const value = values[member]
    // A mock makes a text up for a boundary that nobody set.
    return Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.startsWith('arn:')
  })
  if (name !== undefined) throw new PolicyError(`${address}: ${name} is judged by nothing; take aws_iam_role_policy`)
  return []
}

function roleOf({ address, values }: Resource, roles: readonly Resource[]): string {
  const found = roles.filter(
    ({ values: role }) => typeof values.role === 'string' && [role.name, role.id].includes(values.role),
  )
  const [role] = found
  if (role === undefined || found.length > 1)
    throw new PolicyError(`${address}: role must be one of this module by its name`)
  return role.address
}

function attached(resource: Resource, { roles, managed }: Around): FoundPolicy {
  const arn = textOf(resource.values.policy_arn)
  const policy = managed.find(({ type, values }) => type === 'aws_iam_policy' && values.arn === arn)
  if (arn === undefined || policy === undefined) {
    throw new PolicyError(`${resource.address}: attaches ${arn ?? 'an unknown policy'}, which is not of this module`)
  }
  return { of: roleOf(resource, roles), kind: 'identity', text: textOf(policy.values.policy), arn: undefined }
}

/** The statement that Lambda makes of a permission (AddPermission). */
function permissionOf(values: Resource['values']): string {
  const { principal, action, function_name: resource, source_arn: arn, source_account: account } = values
  const conditions = {
    ...(typeof arn === 'string' ? { ArnLike: { 'aws:SourceArn': arn } } : {}),
    ...(typeof account === 'string' ? { StringEquals: { 'aws:SourceAccount': account } } : {}),
  }
  const statement = { Effect: 'Allow', Principal: { Service: principal }, Action: action, Resource: resource }
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Condition: conditions }] })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
