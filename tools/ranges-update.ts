import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { ProviderList } from '../src/ranges/provider.ts'
import { buildLists } from './ranges-build.ts'
import { fetchLists } from './ranges-live.ts'
import { listFileName, newestDayOf, renderList } from './ranges-render.ts'
import { type Held, summarise } from './ranges-summary.ts'

const USAGE = `Usage: npm run ranges:update -- [--from DIR] [--to DIR] [--confirm NAME]... [--summary FILE]

Generates src/ranges/lists from the vendors' live feeds, each held against the list that is
there by the rules of any refresh: one that is refused or cannot be had stays as it is.

With --from the lists come from a folder of JSON facts, one file for each provider
(tools/ranges-feeds.ts names them); if anything is wrong with any of them, everything that
is wrong is printed and nothing is written.

--confirm says that a person has looked at the change of a list, so that removals may pass.
--summary writes what changed, in Markdown for a pull request.

Exit codes: 0 written, 1 lists refused, 2 usage, 3 feeds not had, or files not written`

const MAX_SHOWN_FAULTS = 40

type Options = {
  readonly from: string | undefined
  readonly to: string
  readonly confirm: readonly string[]
  readonly summary: string | undefined
}

type Made = { readonly lists: readonly ProviderList[]; readonly held: readonly Held[]; readonly code: 0 | 1 | 3 }

process.exitCode = await main()

async function main(): Promise<0 | 1 | 2 | 3> {
  const options = readOptions()
  if (options === undefined) {
    console.error(USAGE)
    return 2
  }
  const made = await make(options)
  tellFaults(made.held)
  try {
    await writeLists(made.lists, options.to)
    if (options.summary !== undefined) await writeFile(options.summary, summarise(made.lists, made.held))
  } catch (error) {
    console.error(`${options.to} must be a folder that can be written to: ${String(error)}`)
    return 3
  }
  return made.code
}

async function make({ from, confirm }: Options): Promise<Made> {
  if (from === undefined) {
    const { lists, held } = await fetchLists({ confirmed: confirm, now: Math.floor(Date.now() / 1000) })
    if (held.some(({ outcome }) => outcome === 'failed')) return { lists, held, code: 3 }
    return { lists, held, code: held.length > 0 ? 1 : 0 }
  }
  const build = await buildLists(from, confirm)
  if (build.ok) return { lists: build.lists, held: [], code: 0 }
  return { lists: [], held: [{ provider: '', faults: build.faults }], code: 1 }
}

function tellFaults(held: readonly Held[]): void {
  const lines = held.flatMap(({ provider, faults }) =>
    faults.map((fault) => (provider === '' ? fault : `${provider}: ${fault}`)),
  )
  for (const line of lines.slice(0, MAX_SHOWN_FAULTS)) console.error(line)
  const unseen = lines.length - MAX_SHOWN_FAULTS
  if (unseen > 0) console.error(`… and ${unseen} more`)
}

async function writeLists(lists: readonly ProviderList[], folder: string): Promise<void> {
  if (lists.length === 0) console.error('Nothing was written.')
  const newestDay = newestDayOf(lists)
  for (const list of lists) {
    await writeFile(path.join(folder, listFileName(list.provider)), renderList(list, newestDay))
    console.log(`${list.provider}: ${list.prefixes.length} prefixes of ${list.retrieved}, ${list.digest}`)
  }
}

function readOptions(): Options | undefined {
  const options = {
    from: { type: 'string' },
    to: { type: 'string', default: 'src/ranges/lists' },
    confirm: { type: 'string', multiple: true },
    summary: { type: 'string' },
  } as const
  try {
    const { from, to, confirm, summary } = parseArgs({ options }).values
    return { from, to, confirm: confirm ?? [], summary }
  } catch {
    return undefined
  }
}
