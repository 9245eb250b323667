import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { renderCloudCustomers } from './cloud-customers-render.ts'

const USAGE = `Usage: node tools/cloud-customers-update.ts --from FILE [--to FILE]

Generates src/ranges/cloud-customers.ts from a JSON file of facts about Google's cloud.json.

Exit codes: 0 written, 1 facts refused, 2 usage`

process.exitCode = await main()

async function main(): Promise<0 | 1 | 2> {
  const options = {
    from: { type: 'string' },
    to: { type: 'string', default: 'src/ranges/cloud-customers.ts' },
  } as const
  const { from, to } = parseArgs({ options }).values
  if (from === undefined) {
    console.error(USAGE)
    return 2
  }
  const rendering = renderCloudCustomers(await readFile(from, 'utf8'))
  if (!rendering.ok) {
    console.error(`${from}: ${rendering.fault}`)
    return 1
  }
  await writeFile(to, rendering.text)
  return 0
}
