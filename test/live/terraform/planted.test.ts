import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../cli/run-cli.ts'
import { listModules } from './configurations.ts'
import { findTerraform } from './find-terraform.ts'
import { runTerraform } from './run-terraform.ts'

/** A line of a module that is made wrong in a copy, and what Terraform then has to say. */
type Plant = { readonly file: string; readonly find: string; readonly replace: string; readonly says: string }

const VECTORS = join(ROOT, 'test/vectors/terraform/planted')
const terraform = await findTerraform()
const reason = 'missing' in terraform ? ` (skipped: ${terraform.missing})` : ` with ${terraform.providers}`
const folder = mkdtempSync(join(tmpdir(), 'ipseal-planted-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** `range-refresh.json` and the like, each for the module of its name; dots stand for folders. */
const planted = readdirSync(VECTORS).map((name) => ({
  module: name.slice(0, -'.json'.length),
  plants: readPlants(name),
}))

function readPlants(name: string): readonly Plant[] {
  // Sound: vectors of this test alone, whose members the test reads as what they are.
  return JSON.parse(readFileSync(join(VECTORS, name), 'utf8')) as readonly Plant[]
}

test('every module has a wrong attribute planted', () => {
  expect(planted.map(({ module }) => module).toSorted()).toEqual(listModules().map((path) => path.replaceAll('/', '.')))
})

describe.skipIf('missing' in terraform)(`Terraform refuses what is planted${reason}`, () => {
  const plants = planted.flatMap(({ module, plants: list }) => list.map((plant) => ({ module, ...plant })))

  test.each(plants)('$module: $find → $replace', async ({ module, file, find, replace, says }) => {
    // All of them: the tests of one may take another.
    const modules = mkdtempSync(join(folder, 'modules-'))
    cpSync(join(ROOT, 'infra/terraform/modules'), modules, { recursive: true })
    const copy = join(modules, module.replaceAll('.', '/'))
    const text = readFileSync(join(copy, file), 'utf8')
    expect(text).toContain(find)
    writeFileSync(join(copy, file), text.replace(find, replace))
    const init = await runTerraform(terraform, copy, ['init', '-backend=false', '-input=false'])
    const { code, text: output } = init.code === 0 ? await runTerraform(terraform, copy, ['validate']) : init
    expect(code).not.toBe(0)
    expect(output.replaceAll(/[\s│]+/g, ' ')).toContain(says)
  })
})
