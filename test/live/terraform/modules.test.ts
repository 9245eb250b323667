import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { copyConfigurations, listConfigurations } from './configurations.ts'
import { findTerraform } from './find-terraform.ts'
import { judgeRuns } from './iam/judge-runs.ts'
import { runModuleTests } from './run-module-tests.ts'
import { initTerraform, runTerraform } from './run-terraform.ts'

const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ` with ${terraform.providers}`
const root = copyConfigurations()
afterAll(() => rmSync(root, { recursive: true }))

const configurations = listConfigurations()

test('there are modules and examples to be tested', () => {
  expect(configurations.length).toBeGreaterThan(0)
})

// A module has dozens of runs, and the machine other work.
describe.skipIf('missing' in terraform)(`Terraform${reason}`, { timeout: 240_000 }, () => {
  test('all files are as terraform fmt leaves them', async () => {
    expect(await runTerraform(terraform, root, ['fmt', '-check', '-recursive'])).toMatchObject({ code: 0, stdout: '' })
  })

  test.each(configurations)('%s is valid and passes its own tests', async (configuration) => {
    const folder = join(root, configuration)
    await initTerraform(terraform, folder)
    expect(await runTerraform(terraform, folder, ['validate'])).toMatchObject({ code: 0 })
    const { runs, faults } = await runModuleTests(terraform, folder)
    expect(faults).toEqual([])
    expect(runs.filter(({ status }) => status !== 'pass').map(({ file, name }) => `${file}: ${name}`)).toEqual([])
    expect(runs.length).toBeGreaterThan(1)
    // An example has the policies of its modules and none of its own.
    if (configuration.startsWith('modules/')) {
      expect(judgeRuns(configuration.slice('modules/'.length), runs)).toEqual([])
    }
  })
})
