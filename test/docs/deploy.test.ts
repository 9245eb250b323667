import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../cli/run-cli.ts'
import { at, listOf, membersOf } from '../compile/read-yaml.ts'
import { evaluateAccess } from '../live/terraform/iam/evaluate-policy.ts'
import { readPolicy } from '../live/terraform/iam/policy-document.ts'
import { readDeployment } from '../workflows/deployment-faults.ts'
import { blocksOf, pageNamed, rowsUnder } from './pages.ts'

const page = pageNamed('docs/deploy.md')
const workflow = readFileSync(join(ROOT, '.github/workflows/deploy.yml'), 'utf8')
const statements = blocksOf(page)
  .filter(({ info }) => info === 'json')
  .flatMap(({ body }) => listOf(at(JSON.parse(body), 'Statement')).map(membersOf))

describe('the policies of docs/deploy.md', () => {
  const trust = statements.filter(({ Action }) => Action === 'sts:AssumeRoleWithWebIdentity')

  test('trust one environment of one repository, in full, and tokens that are made for AWS', () => {
    expect(trust).toHaveLength(1)
    for (const { Condition } of trust) {
      expect(Condition).toEqual({
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': expect.stringMatching(
            /^repo:[\w-]+\/[\w-]+:environment:production$/,
          ),
        },
      })
    }
  })

  test('allow one thing else, which is to decrypt with one key', () => {
    const others = statements.filter((one) => one.Effect === 'Allow' && !trust.includes(one))
    expect(others).toEqual([
      {
        Sid: 'ReadState',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: expect.stringMatching(/^arn:aws:kms:[a-z0-9-]+:123456789012:key\/[0-9a-f-]{36}$/),
      },
    ])
  })
})

describe('the role that plans, which AWS lets read everything besides', () => {
  const READS = readPolicy({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['ssm:Get*', 'cloudfront-keyvaluestore:*', 'kms:Describe*'], Resource: '*' },
    ],
  })
  const own = statements.filter(({ Action }) => Action !== 'sts:AssumeRoleWithWebIdentity')
  const identity = [READS, readPolicy({ Version: '2012-10-17', Statement: own })]
  const SSM = 'arn:aws:ssm:eu-central-1:123456789012:parameter'
  const STATE_KEY = String(own.find(({ Sid }) => Sid === 'ReadState')?.Resource)
  const OTHER_KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-0000-4000-8000-000000000000'
  /** A key's own policy leaves it to the account's. */
  const ofKey = readPolicy({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'kms:*', Resource: '*' },
    ],
  })

  test.each([
    ['ssm:GetParameter', `${SSM}/ipseal/production/settings`, 'allowed'],
    ['kms:Decrypt', STATE_KEY, 'allowed'],
    ['kms:Decrypt', OTHER_KEY, 'explicit-deny'],
    ['ssm:GetParameter', `${SSM}/ipseal/production/keys/2026-11`, 'explicit-deny'],
    ['ssm:GetParameterHistory', `${SSM}/ipseal/production/secrets/cf-proof`, 'explicit-deny'],
    ['ssm:GetParameters', `${SSM}/ipseal-ranges/keys/production`, 'explicit-deny'],
    ['ssm:GetParametersByPath', `${SSM}/ipseal/production`, 'explicit-deny'],
    ['ssm:GetParametersByPath', `${SSM}/ipseal`, 'explicit-deny'],
    ['cloudfront-keyvaluestore:GetKey', 'arn:aws:cloudfront::123456789012:key-value-store/a', 'explicit-deny'],
  ])('%s on %s: %s', (action, resource, decision) => {
    const principal = 'arn:aws:iam::123456789012:role/plan'
    const guard = action === 'kms:Decrypt' ? { resource: ofKey } : {}
    expect(evaluateAccess({ identity, ...guard }, { principal, action, resource })).toBe(decision)
  })
})

test('docs/deploy.md names the environments and variables of the workflow, and no others', () => {
  const used = [...workflow.matchAll(/\b(?:vars|secrets)\.([A-Z_]+)/g)].map(([, name]) => name)
  const rows = rowsUnder(page, '| where | what |').flat().join(' ')
  const named = [...rows.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name)
  expect(new Set(named)).toEqual(new Set(used))
  const environments = Object.values(readDeployment(workflow).jobs).flatMap(({ environment = [] }) => environment)
  for (const environment of new Set(environments)) {
    for (const name of ['staging', 'production']) {
      expect(rows).toContain(`\`${environment.replace(/\$\{\{ matrix\.environment \}\}/, name)}\``)
    }
  }
})

test('docs/deploy.md names overlays and files that there are', () => {
  const paths = page.text.match(/infra\/(?:kubernetes|container)\/[\w./-]*[\w]/g) ?? []
  expect(paths.length).toBeGreaterThan(3)
  expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

describe('the costs of docs/deploy.md', () => {
  const rows = rowsUnder(
    page,
    '| a month | cloudflare-to-eks | cloudfront-to-eks | cloudflare-and-cloudfront, half each |',
  )
  const cents = (text: string | undefined): number => Math.round(Number(text ?? '') * 100)

  test.each([1, 2, 3])('add up in column %s', (column) => {
    const [sum, ...parts] = rows.toReversed().map((row) => cents(row[column]))
    expect(sum).toBeGreaterThan(0)
    expect(parts.reduce((all, one) => all + one, 0)).toBe(sum)
  })

  test('follow from the prices above them', () => {
    const [requests, bytes, hours] = [1e7, 12e3, 730]
    const nlcu = (requests * bytes) / 1e9 / hours
    const first = (name: string): number =>
      cents(
        rows
          .find(([head = '']) => head.startsWith(name))
          ?.slice(1)
          .find(Boolean),
      )
    expect(first('NLB')).toBe(Math.round(100 * hours * (0.0225 + nlcu * 0.006)))
    expect(first('three IPv4')).toBe(Math.round(100 * 3 * hours * 0.005))
    expect(first('Lambda@Edge')).toBe(Math.round(100 * ((requests / 1e6) * 0.6 + requests * 0.25 * 0.005 * 0.00005001)))
    expect(first('its log')).toBe(Math.round((100 * requests * 700 * 0.5) / 1e9))
  })
})
