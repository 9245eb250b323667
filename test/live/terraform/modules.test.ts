import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { copyConfigurations, listModules } from './configurations.ts'
import { findTerraform } from './find-terraform.ts'
import { judgeRuns } from './iam/judge-runs.ts'
import { runModuleTests } from './run-module-tests.ts'
import { initTerraform, runTerraform } from './run-terraform.ts'

const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ` with ${terraform.providers}`
const root = copyConfigurations()
afterAll(() => rmSync(root, { recursive: true }))

const modules = listModules()

test('there are modules to be tested', () => {
  expect(modules.length).toBeGreaterThan(0)
})

// A module has dozens of runs, and the machine other work.
describe.skipIf('missing' in terraform)(`Terraform${reason}`, { timeout: 240_000 }, () => {
  test('all files are as terraform fmt leaves them', async () => {
    expect(await runTerraform(terraform, root, ['fmt', '-check', '-recursive'])).toMatchObject({ code: 0, stdout: '' })
  })

  // The tests of the examples are run where their plans are judged.
  test.each(modules)('%s is valid and passes its own tests', async (name) => {
    const folder = join(root, 'modules', name)
    await initTerraform(terraform, folder)
    expect(await runTerraform(terraform, folder, ['validate'])).toMatchObject({ code: 0 })
    const { runs, faults } = await runModuleTests(terraform, folder)
    expect(faults).toEqual([])
    expect(runs.filter(({ status }) => status !== 'pass').map(({ file, name }) => `${file}: ${name}`)).toEqual([])
    expect(runs.length).toBeGreaterThan(1)
    expect(judgeRuns(name, runs)).toEqual([])
  })
})
