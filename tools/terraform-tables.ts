import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { listConfigurations } from '../test/live/terraform/configurations.ts'
import { findConfigInspect, inspectModule } from '../test/live/terraform/inspect-module.ts'
import { fillTables } from './references/fill-tables.ts'
import { tablesOf } from './references/terraform-tables.ts'

const root = resolve(import.meta.dirname, '../infra/terraform')
const found = await findConfigInspect()
if ('missing' in found) {
  console.error(`${found.missing}; the tables are read by a program of HashiCorp's, which takes Go 1.24 or later`)
  process.exit(3)
}
for (const configuration of listConfigurations()) {
  const page = join(root, configuration, 'README.md')
  const before = readFileSync(page, 'utf8')
  const after = fillTables(before, tablesOf(await inspectModule(found.path, join(root, configuration))))
  if (after !== before) writeFileSync(page, after)
  console.log(`${after === before ? 'in step' : 'wrote  '} ${configuration}/README.md`)
}
