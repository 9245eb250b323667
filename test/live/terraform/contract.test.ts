import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicJwks } from '../../../src/assertion/public-jwks.ts'
import { compile } from '../../../src/compile/index.ts'
import { readTopology } from '../../../src/topology/index.ts'
import { ROOT } from '../../cli/run-cli.ts'
import keys from '../../vectors/assertion-keys.json' with { type: 'json' }
import { copyConfigurations } from './configurations.ts'
import { findTerraform } from './find-terraform.ts'
import { initTerraform, runTerraform } from './run-terraform.ts'

const TOPOLOGIES = join(ROOT, 'infra/topologies')
const JWKS = publicJwks([keys.es256])

/** What `ipseal compile --target terraform` writes for every path with an NLB: once for those that are alike. */
const compiled = readdirSync(TOPOLOGIES)
  .filter((name) => name !== 'jwks.json')
  .map((name) => ({ name, tfvars: tfvarsOf(readFileSync(join(TOPOLOGIES, name), 'utf8')) }))
  .filter(({ tfvars }) => tfvars.includes('= "aws-nlb"\n'))
  .filter(({ tfvars }, i, all) => all.findIndex((one) => one.tfvars === tfvars) === i)

/** What a topology does not say. */
const SAID = {
  cloudflare: ['-var=environment=prod', '-var=signer=cloudflare-worker', '-var=origin_locks=["prefix-list"]'],
  cloudfront: [
    '-var=environment=prod',
    '-var=signer=lambda-edge',
    '-var=signer_event=viewer-request',
    '-var=origin_locks=["prefix-list"]',
  ],
}

const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ''
const root = copyConfigurations()
afterAll(() => rmSync(root, { recursive: true }))
const folder = join(root, 'modules/contract')

function tfvarsOf(text: string): string {
  const { files } = compile({ topology: readTopology(text).topology, jwks: JWKS }, 'terraform')
  return files[0]?.text ?? ''
}

function signerOf(tfvars: string): readonly string[] {
  return tfvars.includes('"cloudfront",\n]') ? SAID.cloudfront : SAID.cloudflare
}

test('there are paths with an NLB, and both CDNs before them', () => {
  expect(new Set(compiled.map(({ tfvars }) => signerOf(tfvars))).size).toBe(2)
})

test.each(compiled)('the contract declares every variable that is compiled for $name', ({ tfvars }) => {
  const declared = readdirSync(folder).flatMap((file) => {
    return file.endsWith('.tf') ? [...readFileSync(join(folder, file), 'utf8').matchAll(/^variable "(\w+)"/gm)] : []
  })
  const written = [...tfvars.matchAll(/^(\w+) = /gm)].map(([, name]) => name)
  expect(written.length).toBeGreaterThan(15)
  expect(declared.map(([, name]) => name)).toEqual(expect.arrayContaining(written))
})

describe.skipIf('missing' in terraform)(`terraform plan of the contract${reason}`, () => {
  beforeAll(() => initTerraform(terraform, folder))

  test.each(compiled)('takes what is compiled as it is: $name', async ({ tfvars }) => {
    writeFileSync(join(folder, 'ipseal.auto.tfvars'), tfvars)
    const plan = ['plan', '-input=false', '-refresh=false', '-no-color', ...signerOf(tfvars)]
    const { code, text } = await runTerraform(terraform, folder, plan)
    expect(text).not.toMatch(/Error|Warning/)
    expect(code).toBe(0)
  })
})
