import { describe, expect, test } from 'vitest'
import { findWildcards } from './find-wildcards.ts'

const ACCOUNT = '123456789012'
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`
const PATH = `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/ipseal/prod`

const allow = (action: string, resource: string) => ({
  Sid: 'Only',
  Effect: 'Allow',
  Action: action,
  Resource: resource,
})
const unsaid = (what: string): readonly string[] => [`aws_iam_role.this: Only has ${what} and no reason for it`]
const reason = { of: 'aws_iam_role.this', sid: 'Only', reason: 'The service knows no resources.' }

function judge(statement: object, reasons: readonly (typeof reason)[] = []): readonly string[] {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  return findWildcards([{ of: 'aws_iam_role.this', kind: 'identity', text, arn: undefined }], reasons)
}

describe('what is wide', () => {
  test.each([
    { statement: allow('*', KEY), faults: unsaid('the action *') },
    { statement: allow('kms:*', KEY), faults: unsaid('the action kms:*') },
    { statement: allow('kms:Decrypt', '*'), faults: unsaid('the resource *') },
    {
      statement: allow('kms:Decrypt', `arn:aws:kms:us-east-1:${ACCOUNT}:key/*`),
      faults: unsaid(`the resource arn:aws:kms:us-east-1:${ACCOUNT}:key/*`),
    },
    {
      statement: allow('logs:PutLogEvents', `arn:aws:logs:us-east-1:${ACCOUNT}:*`),
      faults: unsaid(`the resource arn:aws:logs:us-east-1:${ACCOUNT}:*`),
    },
    {
      statement: allow('iam:PassRole', 'arn:aws:iam::*:role/edge'),
      faults: unsaid('the resource arn:aws:iam::*:role/edge'),
    },
    { statement: allow('ssm:GetParameter', `${PATH}/*`), faults: [] },
    {
      statement: allow('logs:PutLogEvents', `arn:aws:logs:*:${ACCOUNT}:log-group:/aws/lambda/us-east-1.edge:*`),
      faults: [],
    },
    {
      statement: { Sid: 'Only', Effect: 'Allow', NotAction: 'iam:PassRole', Resource: KEY },
      faults: unsaid('NotAction'),
    },
    {
      statement: { Sid: 'Only', Effect: 'Allow', Action: 'kms:Decrypt', NotResource: KEY },
      faults: unsaid('NotResource'),
    },
    { statement: { ...allow('*', '*'), Effect: 'Deny' }, faults: [] },
    { statement: { ...allow('sns:Publish', KEY), Principal: '*' }, faults: unsaid('anyone as principal') },
    { statement: { ...allow('sns:Publish', KEY), Principal: { AWS: '*' } }, faults: unsaid('anyone as principal') },
  ])('$statement', ({ statement, faults }) => {
    expect(judge(statement)).toEqual(faults)
  })

  test('may have a reason', () => {
    expect(judge(allow('kms:Decrypt', '*'), [reason])).toEqual([])
  })

  test('may not have an empty one', () => {
    expect(judge(allow('kms:Decrypt', '*'), [{ ...reason, reason: '' }])).toEqual(unsaid('the resource *'))
  })

  test('is what a reason is for', () => {
    expect(judge(allow('kms:Decrypt', KEY), [reason])).toEqual([
      'aws_iam_role.this: the reason for Only is one for nothing',
    ])
  })
})
