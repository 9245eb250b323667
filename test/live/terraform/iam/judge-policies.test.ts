import { expect, test } from 'vitest'
import type { Resource } from '../run-module-tests.ts'
import { type Expectations, judgePolicies } from './judge-policies.ts'

const ACCOUNT = '123456789012'
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`
const PATH = `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/ipseal/prod`
const ROOT = `arn:aws:iam::${ACCOUNT}:root`

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const allow = (Action: string, Resource: string, more: object = {}) => ({
  Sid: 'Only',
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const resource = (type: string, values: Resource['values']): Resource => ({
  address: `${type}.this`,
  mode: 'managed',
  type,
  values,
})

const trust = (more: object): string =>
  policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole', ...more })
const TRUST = trust({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } })
const role = resource('aws_iam_role', {
  name: 'edge',
  arn: `arn:aws:iam::${ACCOUNT}:role/edge`,
  assume_role_policy: TRUST,
})
const may = (...statements: readonly object[]): Resource =>
  resource('aws_iam_role_policy', { role: 'edge', policy: policy(...statements) })

const reads = { actions: ['ssm:GetParametersByPath'], resources: [PATH] }
const others = { actions: ['ssm:GetParametersByPath'], resources: [`${PATH}/secrets`, PATH.replace('prod', 'test')] }
const lambda = { principals: ['lambda.amazonaws.com'], context: { 'aws:SourceAccount': ACCOUNT } }
const strangers = { principals: ['lambda.amazonaws.com', 'events.amazonaws.com', ROOT] }
const visits = { letsIn: [lambda], keepsOut: [strangers] }
const decrypts = { actions: ['kms:Decrypt'], resources: [KEY] }

const edge = { of: 'aws_iam_role.this', may: [reads], mayNot: [others], ...visits }
const expecting = (...policies: Expectations['policies']): Expectations => ({ account: ACCOUNT, policies })

const good = [role, may(allow('ssm:GetParametersByPath', PATH))]

test.each([
  { name: 'is content with a role that may what it must', resources: good, expectations: expecting(edge), faults: [] },
  {
    name: 'wants every policy to be judged',
    resources: good,
    expectations: expecting(),
    faults: ['aws_iam_role.this: nothing says what it may'],
  },
  {
    name: 'wants an expectation to have a policy',
    resources: good,
    expectations: expecting(edge, { of: 'aws_kms_key.this' }),
    faults: ['aws_kms_key.this: has no policy'],
  },
  {
    name: 'wants a policy to be known',
    resources: [role, resource('aws_iam_role_policy', { role: 'edge' })],
    expectations: expecting(edge),
    faults: [
      'aws_iam_role.this: its policy is not known when planned',
      `aws_iam_role.this: ssm:GetParametersByPath on ${PATH} is implicit-deny`,
    ],
  },
  {
    name: 'wants to hear of what is denied too',
    resources: good,
    expectations: expecting({ of: edge.of, may: [reads], letsIn: [lambda] }),
    faults: [
      'aws_iam_role.this: must say what it may and may not',
      'aws_iam_role.this: must say whom it lets in or not',
    ],
  },
  {
    name: 'sees a right that is missing, and one that is too many',
    resources: [role, may(allow('ssm:GetParametersByPath', `${PATH}/*`))],
    expectations: expecting(edge),
    faults: [
      `aws_iam_role.this: ssm:GetParametersByPath on ${PATH} is implicit-deny`,
      `aws_iam_role.this: ssm:GetParametersByPath on ${PATH}/secrets is allowed`,
    ],
  },
  {
    name: 'adds up what several policies give one role',
    resources: [
      ...good,
      { ...may(allow('ssm:GetParametersByPath', `${PATH}/*`)), address: 'aws_iam_role_policy.more' },
    ],
    expectations: expecting(edge),
    faults: [`aws_iam_role.this: ssm:GetParametersByPath on ${PATH}/secrets is allowed`],
  },
  {
    name: 'sees a role that trusts anyone who runs functions',
    resources: [resource('aws_iam_role', { ...role.values, assume_role_policy: trust({}) }), good[1]],
    expectations: expecting(edge),
    faults: [
      `lambda.amazonaws.com at aws_iam_role.this: sts:AssumeRole on arn:aws:iam::${ACCOUNT}:role/edge is allowed`,
    ],
  },
  {
    name: 'lets a KMS key of the same run have its say',
    resources: [
      role,
      may(allow('kms:Decrypt', KEY)),
      resource('aws_kms_key', { arn: KEY, policy: policy(allow('kms:Encrypt', KEY, { Principal: { AWS: ROOT } })) }),
    ],
    expectations: expecting(
      { of: 'aws_iam_role.this', may: [decrypts], mayNot: [others], ...visits },
      { of: 'aws_kms_key.this', letsIn: [{ principals: [ROOT], actions: ['kms:Decrypt'] }], keepsOut: [strangers] },
    ),
    faults: [
      `aws_iam_role.this: kms:Decrypt on ${KEY} is implicit-deny`,
      `${ROOT} at aws_kms_key.this: kms:Decrypt on ${KEY} is implicit-deny`,
      'aws_kms_key.this: asks nothing',
    ],
  },
  {
    name: 'asks a role about a key of the same run without that key where it is told to',
    resources: [
      role,
      may(allow('kms:Decrypt', KEY)),
      resource('aws_kms_key', { arn: KEY, policy: policy(allow('kms:Encrypt', KEY, { Principal: { AWS: ROOT } })) }),
    ],
    expectations: expecting(
      { of: 'aws_iam_role.this', may: [{ ...decrypts, alone: true }], mayNot: [decrypts], ...visits },
      {
        of: 'aws_kms_key.this',
        letsIn: [{ principals: [ROOT], actions: ['kms:Encrypt'] }],
        keepsOut: [{ principals: [ROOT], actions: ['kms:Decrypt'] }],
      },
    ),
    faults: [],
  },
  {
    name: 'makes a statement of a permission of Lambda',
    resources: [
      resource('aws_lambda_permission', {
        function_name: 'refresh',
        action: 'lambda:InvokeFunction',
        principal: 'sns.amazonaws.com',
      }),
    ],
    expectations: expecting({
      of: 'aws_lambda_permission.this',
      letsIn: [{ principals: ['sns.amazonaws.com'], actions: ['lambda:InvokeFunction'] }],
      keepsOut: [
        {
          principals: ['sns.amazonaws.com'],
          actions: ['lambda:InvokeFunction'],
          context: { 'aws:SourceArn': 'arn:aws:sns:us-east-1:210987654321:a' },
        },
      ],
    }),
    faults: [
      'sns.amazonaws.com at aws_lambda_permission.this: lambda:InvokeFunction on refresh is allowed with {"aws:SourceArn":"arn:aws:sns:us-east-1:210987654321:a"}',
    ],
  },
])('$name', ({ resources, expectations, faults }) => {
  expect(judgePolicies({ resources: resources.filter((one) => one !== undefined), outputs: {} }, expectations)).toEqual(
    faults,
  )
})

test.each([
  {
    name: 'a policy of AWS',
    made: resource('aws_iam_role_policy_attachment', {
      role: 'edge',
      policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    says: 'is not of this module',
  },
  {
    name: 'a policy inside a role',
    made: { ...role, values: { ...role.values, inline_policy: [{ name: 'a', policy: '{}' }] } },
    says: 'inline_policy is judged by nothing',
  },
  {
    name: 'policies of AWS inside a role',
    made: { ...role, values: { ...role.values, managed_policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
    says: 'managed_policy_arns is judged by nothing',
  },
  {
    name: 'a policy for a role of elsewhere',
    made: resource('aws_iam_role_policy', { role: 'other', policy: policy() }),
    says: 'role must be one of this module',
  },
  {
    name: 'a policy under another name',
    made: resource('aws_thing', { resource_policy: policy() }),
    says: 'resource_policy of aws_thing is a policy to be judged',
  },
])('refuses $name', ({ made, says }) => {
  expect(() => judgePolicies({ resources: [role, made], outputs: {} }, expecting(edge))).toThrow(says)
})
