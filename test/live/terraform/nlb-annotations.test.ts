import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { compile } from '../../../src/compile/index.ts'
import { LOAD_BALANCER_ANNOTATIONS } from '../../compile/load-balancer-annotations.ts'
import { manifestFaults } from '../../compile/manifests/check-manifest.ts'
import { firstOf, readManifests } from '../../compile/read-manifests.ts'
import { readDocuments } from '../../compile/read-yaml.ts'
import { JWKS, topologyOf } from '../../compile/topology-of.ts'
import paths from '../../vectors/terraform/nlb-paths.json' with { type: 'json' }
import { copyConfigurations } from './configurations.ts'
import { type FoundTerraform, findTerraform } from './find-terraform.ts'
import { type ModuleTests, runModuleTests } from './run-module-tests.ts'
import { initTerraform } from './run-terraform.ts'

type Path = {
  readonly path: readonly unknown[]
  readonly document: object
  readonly lists: readonly string[]
  readonly locks: readonly string[]
}

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
  const topology = topologyOf({ ...document, path, loadBalancerRanges: ['10.20.0.0/16'] })
  return compile({ topology, jwks: JWKS }, target).files
}

/** The path's own tfvars: `name = value`, a list or an object over more than one line. */
function tfvarsOf(path: Path): string {
  return compileFor(path, 'terraform')[0]?.text ?? ''
}

/** The contract of each path and the load balancer of the controller behind it, as somebody would put them together. */
async function planPaths(found: FoundTerraform): Promise<ModuleTests> {
  const folder = join(root, 'examples/nlb-paths')
  mkdirSync(join(folder, 'tests'), { recursive: true })
  const names = new Set(
    paths.flatMap((path) => [...tfvarsOf(path).matchAll(/^(\w+) +=/gm)].map(([, name]) => `${name}`)),
  )
  writeFileSync(join(folder, 'main.tf'), configuration([...names]))
  writeFileSync(join(folder, 'tests/paths.tftest.hcl'), tests())
  await initTerraform(found, folder)
  return runModuleTests(found, folder)
}

function configuration(names: readonly string[]): string {
  const variables = [...names, 'signer', 'signer_event', 'lists', 'owner', 'locks']
  return `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
${variables.map((name) => `variable "${name}" { type = any }`).join('\n')}
module "contract" {
  source = "../../modules/contract"
${[...names, 'signer', 'signer_event'].map((name) => `  ${name} = var.${name}`).join('\n')}
  environment  = "prod"
  origin_locks = var.locks
}
module "nlb_origin" {
  source               = "../../modules/nlb-origin"
  contract             = module.contract.contract
  owner                = var.owner
  annotations_only     = var.owner == "controller"
  vpc_id               = var.owner == "controller" ? null : "vpc-0123456789abcdef0"
  subnet_ids           = var.owner == "controller" ? [] : ["subnet-0123456789abcdef0"]
  listeners            = [{ port = 443, target_port = 8443, node_port = 30443 }]
  ingress_prefix_lists = { for id in var.lists : id => { id = id, weight = 55 } }
}
output "origin" { value = module.nlb_origin }
`
}

/** The last one makes the load balancer, as far as a provider without a cloud does: what binds it to pods is known then. */
function tests(): string {
  const mocks = 'mock_provider "aws" {\n  source = "../../modules/nlb-origin/tests/mocks"\n}\n'
  const runs = paths.map((path, index) => runOf(path, { name: `path_${index}`, command: 'plan', owner: 'controller' }))
  const made = paths.slice(0, 1).map((path) => {
    return runOf({ ...path, lists: ['pl-0123456789abcdef0'] }, { name: 'made', command: 'apply', owner: 'terraform' })
  })
  return [mocks, ...runs, ...made].join('\n')
}

function runOf(path: Path, { name, command, owner }: Readonly<Record<'name' | 'command' | 'owner', string>>): string {
  const isCloudflare = path.path[0] === 'cloudflare'
  return `run "${name}" {
  command = ${command}
  variables {
    ${tfvarsOf(path)}
    signer       = "${isCloudflare ? 'cloudflare-worker' : 'lambda-edge'}"
    signer_event = ${isCloudflare ? 'null' : '"viewer-request"'}
    owner        = "${owner}"
    locks        = ${JSON.stringify(path.locks)}
    lists        = ${JSON.stringify(path.lists)}
  }
}
`
}

type Origin = {
  readonly service_annotations: Readonly<Record<string, string>>
  readonly target_group_configuration_yaml: string
  readonly load_balancer_configuration_yaml: string
  readonly target_group_bindings_yaml: string
}

describe.skipIf('missing' in terraform)(`what nlb-origin tells the AWS Load Balancer Controller${reason}`, async () => {
  const { runs, faults } = 'missing' in terraform ? { runs: [], faults: [] } : await planPaths(terraform)
  // Sound: the one output of the configuration above is the module's outputs.
  const originOf = (index: number) => runs[index]?.outputs.origin as Origin
  const cases = paths.map((path, index) => ({ ...path, index }))

  test('every path is planned', () => {
    expect(faults).toEqual([])
    expect(runs).toHaveLength(paths.length + 1)
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
    const [group] = readDocuments(target_group_configuration_yaml)
    const [balancer] = readDocuments(load_balancer_configuration_yaml)
    expect(group).toMatchObject(firstOf('TargetGroupConfiguration', compiled))
    expect(balancer).toMatchObject(firstOf('LoadBalancerConfiguration', compiled))
    expect([group, balancer].flatMap(manifestFaults)).toEqual([])
  })

  test('binds a load balancer of Terraform to the Service by fields that the controller knows', () => {
    const [binding] = readDocuments(originOf(paths.length).target_group_bindings_yaml)
    expect(manifestFaults(binding)).toEqual([])
    expect(binding).toMatchObject({ kind: 'TargetGroupBinding', spec: { serviceRef: { name: 'shop-gateway' } } })
  })
})
