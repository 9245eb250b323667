import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { copyConfigurations } from '../configurations.ts'
import type { FoundTerraform } from '../find-terraform.ts'
import { runModuleTests } from '../run-module-tests.ts'
import { initTerraform } from '../run-terraform.ts'
import type { Question } from './ask-moto.ts'

const RUNS = join(import.meta.dirname, 'moto.tftest.hcl')
/** What the examples deploy. Here only that it is there is looked at. */
const PACKAGES = ['lambda-edge', 'refresh-ranges', 'rotate-keys']

/**
 * Plans an example with the values that come with it, and applies it to providers that are mocked.
 *
 * `lists` are the prefix lists that it makes. Each gets an id of its own, of the form that modules look for.
 * Throws with what Terraform says if it refuses.
 */
export async function planExample(
  terraform: FoundTerraform,
  example: string,
  lists: readonly string[],
): Promise<Question> {
  const root = copyCheckout()
  try {
    const folder = join(root, 'infra/terraform/examples', example)
    // In place of its own, whose values these take.
    writeFileSync(join(folder, 'tests/example.tftest.hcl'), readFileSync(RUNS, 'utf8') + lists.map(nameList).join(''))
    await initTerraform(terraform, folder)
    const { runs, faults } = await runModuleTests(terraform, folder)
    const [planned, applied] = ['planned', 'applied'].map((run) => runs.find(({ name }) => name === run)?.resources)
    if (planned === undefined || applied === undefined || faults.length > 0) throw new Error(faults.join('\n'))
    return { planned, applied }
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** A folder in which the examples find what they refer to, modules and packages. */
function copyCheckout(): string {
  const root = mkdtempSync(join(tmpdir(), 'ipseal-moto-'))
  copyConfigurations(join(root, 'infra/terraform'))
  mkdirSync(join(root, 'dist/functions'), { recursive: true })
  const zip = zipSync({ 'index.js': new TextEncoder().encode('exports.handler = async () => null\n') })
  for (const name of PACKAGES) writeFileSync(join(root, `dist/functions/${name}.zip`), zip)
  return root
}

function nameList(target: string, index: number): string {
  const id = `pl-${String(index + 1).padStart(17, '0')}`
  return `\noverride_resource {\n  target = ${target}\n  values = { id = "${id}" }\n}\n`
}
