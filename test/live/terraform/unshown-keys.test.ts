import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import keys from '../../vectors/assertion-keys.json' with { type: 'json' }
import { copyConfigurations } from './configurations.ts'
import { findTerraform } from './find-terraform.ts'
import { initTerraform, runTerraform } from './run-terraform.ts'

const PRIVATE = JSON.stringify(keys.es256)

/** Where somebody may give a private key by mistake. What Terraform prints goes into the logs of pipelines. */
const mistakes = [
  { module: 'contract', variable: 'jwks_json', value: JSON.stringify({ keys: [keys.es256] }) },
  { module: 'contract', variable: 'jwks_json', value: PRIVATE },
  { module: 'signing-keys', variable: 'settings_json', value: PRIVATE },
  { module: 'signing-keys', variable: 'settings_json', value: JSON.stringify({ v: 1, digest: '', key: keys.es256 }) },
  { module: 'cloudflare-edge', variable: 'settings_json', value: PRIVATE },
  {
    module: 'cloudflare-edge',
    variable: 'settings_json',
    value: JSON.stringify({ digest: '0'.repeat(64), ...keys.es256 }),
  },
  { module: 'origin-lockdown', variable: 'secret_header', value: { name: 'x-proof', value: `${keys.es256.d}!` } },
  { module: 'cloudflare-edge', variable: 'authenticated_origin_pulls', value: { certificate_id: PRIVATE } },
  { module: 'range-refresh', variable: 'signing_key_reference', value: PRIVATE },
  { module: 'range-refresh', variable: 'signing_key_reference', value: `ssm:${PRIVATE}` },
]

const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ''
const root = copyConfigurations()
afterAll(() => rmSync(root, { recursive: true }))

/** The module's own tests without their runs, and a run with nothing but the mistake. */
function runOf(folder: string, variable: string, value: unknown): string {
  const [shared = ''] = readFileSync(join(folder, 'tests/accepts.tftest.hcl'), 'utf8').split(/^run /m)
  return `${shared}run "mistake" {\n  command = plan\n  variables {\n    ${variable} = ${JSON.stringify(value)}\n  }\n}\n`
}

describe.skipIf('missing' in terraform)(`Terraform does not show a private key${reason}`, () => {
  test.each(mistakes)('that is given to $module as $variable: $value', async ({ module, variable, value }) => {
    const folder = join(root, 'modules', module)
    mkdirSync(join(folder, 'mistakes'), { recursive: true })
    copyFileSync(join(folder, 'tests/terraform.tfvars'), join(folder, 'mistakes/terraform.tfvars'))
    writeFileSync(join(folder, 'mistakes/run.tftest.hcl'), runOf(folder, variable, value))
    await initTerraform(terraform, folder)
    const run = await runTerraform(terraform, folder, ['test', '-no-color', '-test-directory=mistakes', '-verbose'])
    expect(run.code).toBe(1)
    expect(run.text).toMatch(new RegExp(`${variable}(?:\\.\\w+)? must`))
    expect(run.text).not.toContain(keys.es256.d)
  })
})
