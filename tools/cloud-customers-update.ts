import { readFile, writeFile } from 'node:fs/promises'
import { renderCloudCustomers } from './cloud-customers-render.ts'

const USAGE = `Usage: node tools/cloud-customers-update.ts FILE

Generates src/ranges/cloud-customers.ts, space that no list may share, from JSON facts about Google's cloud.json.

Exit codes: 0 written, 1 facts refused, 2 usage`

process.exitCode = await main()

async function main(): Promise<0 | 1 | 2> {
  const [file, ...others] = process.argv.slice(2)
  if (file === undefined || others.length > 0) {
    console.error(USAGE)
    return 2
  }
  const rendering = renderCloudCustomers(await readFile(file, 'utf8'))
  if (!rendering.ok) {
    for (const fault of rendering.faults) console.error(`${file}: ${fault}`)
    return 1
  }
  await writeFile('src/ranges/cloud-customers.ts', rendering.text)
  return 0
}
