import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildLists } from './ranges-build.ts'
import { listFileName, newestDayOf, renderList } from './ranges-render.ts'

const USAGE = `Usage: node tools/ranges-update.ts --from DIR [--to DIR]

Generates src/ranges/lists from a folder of JSON facts, one file for each provider
(tools/ranges-feeds.ts names them). The facts are checked first: if anything is wrong
with any of them, everything that is wrong is printed and nothing is written.

Exit codes: 0 written, 1 facts refused, 2 usage, 3 the files cannot be written`

const MAX_SHOWN_FAULTS = 40

process.exitCode = await main()

async function main(): Promise<0 | 1 | 2 | 3> {
  const folders = readFolders()
  if (folders === undefined) {
    console.error(USAGE)
    return 2
  }
  const build = await buildLists(folders.from)
  if (!build.ok) {
    for (const fault of build.faults.slice(0, MAX_SHOWN_FAULTS)) console.error(fault)
    const unseen = build.faults.length - MAX_SHOWN_FAULTS
    if (unseen > 0) console.error(`… and ${unseen} more`)
    console.error('Nothing was written.')
    return 1
  }
  const newestDay = newestDayOf(build.lists)
  try {
    for (const list of build.lists) {
      await writeFile(path.join(folders.to, listFileName(list.provider)), renderList(list, newestDay))
      console.log(`${list.provider}: ${list.prefixes.length} prefixes of ${list.retrieved}, ${list.digest}`)
    }
  } catch (error) {
    console.error(`${folders.to} must be a folder that can be written to: ${String(error)}`)
    return 3
  }
  return 0
}

function readFolders(): { readonly from: string; readonly to: string } | undefined {
  const options = { from: { type: 'string' }, to: { type: 'string', default: 'src/ranges/lists' } } as const
  try {
    const { values } = parseArgs({ options })
    return values.from === undefined ? undefined : { from: values.from, to: values.to }
  } catch {
    return undefined
  }
}
