import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { compile } from '../../../src/compile/index.ts'
import { LOAD_BALANCER_ANNOTATIONS } from '../../compile/load-balancer-annotations.ts'
import { firstOf, readManifests } from '../../compile/read-manifests.ts'
import { JWKS, topologyOf } from '../../compile/topology-of.ts'
import paths from '../../vectors/terraform/nlb-paths.json' with { type: 'json' }
import { judge, reason as unjudged } from '../kubernetes/judge-manifests.ts'
import { copyConfigurations } from './configurations.ts'
import { findTerraform, type Terraform } from './find-terraform.ts'
import { type ModuleTests, runModuleTests } from './run-module-tests.ts'
import { runTerraform } from './run-terraform.ts'

type Path = (typeof paths)[number]

const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ` with ${terraform.providers}`
const PREFIX = 'service.beta.kubernetes.io'

/** What the module says besides, since a topology does not know of it. */
const OWN = [
  'attributes',
  'healthcheck-healthy-threshold',
  'healthcheck-interval',
  'healthcheck-timeout',
  'healthcheck-unhealthy-threshold',
  'inbound-sg-rules-on-private-link-traffic',
  'ip-address-type',
].map((name) => `${PREFIX}/aws-load-balancer-${name}`)

const root = copyConfigurations()
afterAll(() => rmSync(root, { recursive: true }))

function compileFor({ path, document }: Path, target: string) {
  const topology = topologyOf({ ...document, path, loadBalancerRanges: ['10.0.16.0/20'] })
  return compile({ topology, jwks: JWKS }, target).files
}

/** The path's own tfvars: `name = value`, a list or an object over more than one line. */
function tfvarsOf(path: Path): string {
  return compileFor(path, 'terraform')[0]?.text ?? ''
}

/** The contract of each path and the load balancer of the controller behind it, as somebody would put them together. */
async function planPaths(found: Terraform): Promise<ModuleTests> {
  const folder = join(root, 'examples/nlb-paths')
  mkdirSync(join(folder, 'tests'), { recursive: true })
  const names = [...tfvarsOf(paths[0] as Path).matchAll(/^(\w+) +=/gm)].map(([, name]) => name)
  writeFileSync(join(folder, 'main.tf'), configuration(names.map(String)))
  writeFileSync(join(folder, 'tests/paths.tftest.hcl'), `mock_provider "aws" {}\n${paths.map(runOf).join('\n')}`)
  await runTerraform(found, folder, ['init', '-backend=false', '-input=false'])
  return runModuleTests(found, folder)
}

function configuration(names: readonly string[]): string {
  const variables = [...names, 'signer', 'signer_event', 'lists']
  return `
${variables.map((name) => `variable "${name}" { type = any }`).join('\n')}
module "contract" {
  source = "../../modules/contract"
${[...names, 'signer', 'signer_event'].map((name) => `  ${name} = var.${name}`).join('\n')}
  environment  = "prod"
  origin_locks = ["prefix-list"]
}
module "nlb_origin" {
  source               = "../../modules/nlb-origin"
  contract             = module.contract.contract
  owner                = "controller"
  annotations_only     = true
  listeners            = [{ port = 443, target_port = 8443, node_port = 30443 }]
  ingress_prefix_lists = { for id in var.lists : id => { id = id, weight = 55 } }
}
output "origin" { value = module.nlb_origin }
`
}

function runOf(path: Path, index: number): string {
  const isCloudflare = path.path[0] === 'cloudflare'
  return `run "path_${index}" {
  command = plan
  variables {
    ${tfvarsOf(path)}
    signer       = "${isCloudflare ? 'cloudflare-worker' : 'lambda-edge'}"
    signer_event = ${isCloudflare ? 'null' : '"origin-request"'}
    lists        = ${JSON.stringify(path.lists)}
  }
}
`
}

type Origin = {
  readonly service_annotations: Readonly<Record<string, string>>
  readonly target_group_configuration_yaml: string
  readonly load_balancer_configuration_yaml: string
}

describe.skipIf('missing' in terraform)(`what nlb-origin tells the AWS Load Balancer Controller${reason}`, async () => {
  const { runs, faults } = 'missing' in terraform ? { runs: [], faults: [] } : await planPaths(terraform)
  // Sound: the one output of the configuration above is the module's outputs.
  const originOf = (index: number) => runs[index]?.outputs.origin as Origin
  const cases = paths.map((path, index) => ({ ...path, index }))

  test('every path is planned', () => {
    expect(faults).toEqual([])
    expect(runs).toHaveLength(paths.length)
  })

  test.each(cases)('is what ipseal compile says: $name', ({ index, ...path }) => {
    const compiled = firstOf('Service', readManifests(compileFor(path, 'aws-nlb'))).metadata.annotations
    const lists = path.lists.length === 0 ? [] : [`${PREFIX}/aws-load-balancer-security-group-prefix-lists`]
    const told = Object.entries(originOf(index).service_annotations)
    const own = told.flatMap(([key]) => (key in (compiled ?? {}) ? [] : [key]))
    expect(Object.fromEntries(told.filter(([key]) => !own.includes(key)))).toEqual(compiled)
    expect(own.toSorted()).toEqual([...OWN, ...lists].toSorted())
  })

  test.each(cases)('is nothing that the controller does not read: $name', ({ index }) => {
    const known = LOAD_BALANCER_ANNOTATIONS['aws-nlb']?.keys ?? []
    expect(Object.keys(originOf(index).service_annotations).filter((key) => !known.includes(key))).toEqual([])
  })

  test.each(cases)('says the same to a Gateway: $name', ({ index, ...path }) => {
    const compiled = readManifests(compileFor(path, 'aws-nlb'))
    const { target_group_configuration_yaml, load_balancer_configuration_yaml } = originOf(index)
    expect(parse(target_group_configuration_yaml)).toMatchObject(firstOf('TargetGroupConfiguration', compiled))
    expect(parse(load_balancer_configuration_yaml)).toMatchObject(firstOf('LoadBalancerConfiguration', compiled))
  })

  test.skipIf(unjudged !== '').each(cases)(`is what the CRDs take${unjudged}: $name`, async ({ index }) => {
    const { target_group_configuration_yaml, load_balancer_configuration_yaml } = originOf(index)
    const manifests = `${target_group_configuration_yaml}---\n${load_balancer_configuration_yaml}`
    expect(await judge(manifests)).toMatchObject({ ok: true })
    expect(await judge(manifests.replace('"targetType"', '"targetTypes"'))).toMatchObject({ ok: false })
  })
})
