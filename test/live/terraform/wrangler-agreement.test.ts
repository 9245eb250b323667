import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillWrangler } from '../../../src/config/fill-wrangler.ts'
import { readHandover } from '../../../src/config/handover.ts'
import type { HandedWorker, Handover } from '../../../src/config/handover-schema.ts'
import { listFiles } from '../../../tools/gates/list-files.ts'
import { ROOT } from '../../cli/run-cli.ts'
import { loadWrangler, readAsWrangler } from '../worker/load-wrangler.ts'
import { type BindingNames, bindingNames } from './binding-names.ts'
import { type FoundTerraform, findTerraform } from './find-terraform.ts'
import { runModuleTests } from './run-module-tests.ts'
import { initTerraform } from './run-terraform.ts'

const MODULE = join(ROOT, 'infra/terraform/modules/cloudflare-edge')
const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ` with ${terraform.providers}`
const folder = mkdtempSync(join(tmpdir(), 'ipseal-agreement-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What makes a Worker be called. `wrangler deploy` sets all of it, and takes away what it does not know of. */
const WRANGLERS =
  /^\s*resource\s+"cloudflare_(?:workers_route|workers_custom_domain|workers_cron_trigger|workers?_script\w*|workers_deployment|worker|worker_version)"/m

const pairs = ['production', 'staging'].flatMap((environment) => [
  { environment, file: 'wrangler.toml', kind: 'edge' as const },
  { environment, file: 'wrangler.refresh-ranges.toml', kind: 'refresh-ranges' as const },
])

/** What the module, or a copy of it with one line changed, hands over in its runs hands_over_<environment>. */
async function handOver(program: FoundTerraform, change?: { readonly find: string; readonly replace: string }) {
  const copy = mkdtempSync(join(folder, 'module-'))
  // The other tests of the module make nothing that is asked for here.
  cpSync(MODULE, copy, { recursive: true, filter: (path) => !/(?<!hands-over)\.tftest\.hcl$/.test(path) })
  if (change !== undefined) {
    const text = readFileSync(join(copy, 'wrangler.tf'), 'utf8')
    expect(text).toContain(change.find)
    writeFileSync(join(copy, 'wrangler.tf'), text.replace(change.find, change.replace))
  }
  await initTerraform(program, copy)
  const { runs } = await runModuleTests(program, copy)
  const made = runs.filter(({ name }) => name.startsWith('hands_over_'))
  return new Map(
    made.map(({ name, outputs }) => [name.slice('hands_over_'.length), readHandover(JSON.stringify(outputs.wrangler))]),
  )
}

function handed({ vars, kv_namespaces, secrets, secrets_store_secrets, routes, crons }: HandedWorker): BindingNames {
  const triggers = { crons }
  return bindingNames({ vars, kv_namespaces, secrets: { required: secrets }, secrets_store_secrets, routes, triggers })
}

async function written(file: string, environment: string): Promise<BindingNames> {
  return bindingNames(await readAsWrangler({ config: join(ROOT, file), env: environment }))
}

test('routes, custom domains and times have one owner, which is wrangler', () => {
  const texts = listFiles(ROOT, ['infra/terraform/**/*.tf']).map((path) => [
    path,
    readFileSync(join(ROOT, path), 'utf8'),
  ])
  expect(texts.filter(([, text = '']) => WRANGLERS.test(text)).map(([path]) => path)).toEqual([])
  expect('resource "cloudflare_workers_route" "edge" {').toMatch(WRANGLERS)
})

describe.skipIf('missing' in terraform)(`wrangler and Terraform agree${reason}`, { timeout: 120_000 }, () => {
  let outputs: ReadonlyMap<string, Handover>
  beforeAll(async () => {
    outputs = await handOver(terraform)
  }, 120_000)

  test.each(pairs)('upon every binding of $file in $environment', async ({ environment, file, kind }) => {
    const given = outputs.get(environment)?.workers[kind]
    expect(given && handed(given)).toEqual(await written(file, environment))
  })

  test.each(pairs)('so that what is handed over for $environment is filled into $file', async (pair) => {
    const { environment, file, kind } = pair
    const handover = outputs.get(environment)
    // Sound: it is looked at as unknown. Its own types come from a package that wrangler does not install.
    const wrangler = (await loadWrangler()) as { experimental_readRawConfig: (of: object) => { rawConfig: object } }
    const { rawConfig } = wrangler.experimental_readRawConfig({ config: join(ROOT, file) })
    const filled = handover && (await fillWrangler({ ...rawConfig }, { environment, kind, handover }))
    expect(filled?.routes).toEqual(handover?.workers[kind]?.routes)
  })

  test('until one is taken from the file', async () => {
    const path = join(folder, 'wrangler.toml')
    const text = readFileSync(join(ROOT, 'wrangler.refresh-ranges.toml'), 'utf8')
    const find = '[[env.production.kv_namespaces]]\nbinding = "IPSEAL_KV"\nid = "00000000000000000000000000000002"\n'
    expect(text).toContain(find)
    writeFileSync(path, text.replace(find, ''))
    const names = bindingNames(await readAsWrangler({ config: path, env: 'production' }))
    const given = outputs.get('production')?.workers['refresh-ranges']
    expect(given && handed(given).filter((name) => !names.includes(name))).toEqual(['kv_namespaces IPSEAL_KV'])
  })

  test('until one is taken from the module', async () => {
    const change = { find: 'IPSEAL_JWKS   = var.contract.jwks_json', replace: '' }
    const given = (await handOver(terraform, change)).get('production')?.workers.edge
    const missing = (await written('wrangler.toml', 'production')).filter(
      (name) => !given || !handed(given).includes(name),
    )
    expect(missing).toEqual(['vars IPSEAL_JWKS'])
  })
})
