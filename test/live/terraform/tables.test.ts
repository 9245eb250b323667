import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fillTables } from '../../../tools/references/fill-tables.ts'
import { tablesOf } from '../../../tools/references/terraform-tables.ts'
import { ROOT } from '../../cli/run-cli.ts'
import { listConfigurations } from './configurations.ts'
import { findConfigInspect, inspectModule } from './inspect-module.ts'

const inspect = await findConfigInspect()
const reason = 'missing' in inspect ? ` (skipped: ${inspect.missing})` : ''

describe.skipIf('missing' in inspect)(`tables of the Terraform READMEs${reason}`, () => {
  if ('missing' in inspect) return

  test.each(listConfigurations())('%s: npm run infra:tables would change nothing', async (configuration) => {
    const folder = join(ROOT, 'infra/terraform', configuration)
    const page = readFileSync(join(folder, 'README.md'), 'utf8')
    expect(fillTables(page, tablesOf(await inspectModule(inspect.path, folder)))).toBe(page)
  })

  test.each(listConfigurations())('%s: every variable and output is typed and described', async (configuration) => {
    const { variables = {}, outputs = {} } = await inspectModule(
      inspect.path,
      join(ROOT, 'infra/terraform', configuration),
    )
    const bare = Object.entries(variables).filter(
      ([, { type, description }]) => !type || type === 'any' || !description,
    )
    const unsaid = Object.entries(outputs).filter(([, { description }]) => !description)
    expect([...bare, ...unsaid].map(([name]) => name)).toEqual([])
  })
})
