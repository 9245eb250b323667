import { type Command, Option } from 'commander'
import { LIST_TITLES } from '../compile/lists/list-titles.ts'
import { add, collect, describe, NOW_HELP } from './command-form.ts'
import type { RangesDiffOptions } from './commands/ranges-diff.ts'
import type { RangesListOptions } from './commands/ranges-list.ts'
import type { RangesRefreshOptions } from './commands/ranges-refresh.ts'
import type { RangesShowOptions } from './commands/ranges-show.ts'

const STORE_HELP = 'where the lists are, in place of IPSEAL_RANGES: s3://…, ssm:/…, file:…, config-map:…'
const SIGNED_BY_HELP = 'believe lists alone that a key of this public set has signed'
const PROVIDER_HELP = 'this list alone; repeat it for several'

export function addRanges(program: Command): void {
  const ranges = describe(program.command('ranges'), 'the lists of who connects from where: show, refresh, compare')
  add(ranges, 'list', 'say of each list where it comes from, how old it is and what it holds')
    .option('--provider <name>', PROVIDER_HELP, collect, [])
    .option('--store <reference>', STORE_HELP)
    .option('--signed-by <file>', SIGNED_BY_HELP)
    .option('--now <seconds>', NOW_HELP)
    .action(async (options: RangesListOptions) => {
      const { runRangesList } = await import('./commands/ranges-list.ts')
      process.exitCode = await runRangesList(options)
    })
  addShow(ranges)
  addRefresh(ranges)
  addDiff(ranges)
}

function addShow(ranges: Command): void {
  const targets = Object.entries(LIST_TITLES).map(([name, title]) => `  ${name.padEnd(22)}${title}`)
  add(ranges, 'show', 'print who is trusted now by one list')
    .argument('<name>', 'a provider, or list:<name>')
    .addOption(new Option('--as <target>', 'in the language of a target').choices(Object.keys(LIST_TITLES)))
    .option('--limit <number>', 'the most prefixes; they are joined exactly, and refused if they are still more')
    .option('--store <reference>', STORE_HELP)
    .option('--signed-by <file>', SIGNED_BY_HELP)
    .option('--now <seconds>', NOW_HELP)
    .addHelpText('after', `\nTargets:\n${targets.join('\n')}`)
    .action(async (name: string, options: RangesShowOptions) => {
      const { runRangesShow } = await import('./commands/ranges-show.ts')
      process.exitCode = await runRangesShow(name, options)
    })
}

function addRefresh(ranges: Command): void {
  add(ranges, 'refresh', 'bring the lists of a store up to date from their sources')
    .option('--provider <name>', PROVIDER_HELP, collect, [])
    .option('--feed <name=url>', 'a private list, list:<name>: text or, at .json, JSON; repeat it', collect, [])
    .option('--store <reference>', STORE_HELP)
    .option('--check', 'write nothing; the answer is no if something would change')
    .option('--confirm <name>', 'a person has looked at this change; repeat it', collect, [])
    .option('--key <file>', 'the private JWK that signs, or -; in place of IPSEAL_RANGES_SIGNING_KEY')
    .option('--signed-by <file>', SIGNED_BY_HELP)
    .option('--ndjson', 'an object for each list, as soon as it is there')
    .action(async (options: RangesRefreshOptions) => {
      const { runRangesRefresh } = await import('./commands/ranges-refresh.ts')
      process.exitCode = await runRangesRefresh(options)
    })
}

function addDiff(ranges: Command): void {
  add(ranges, 'diff', 'compare who is trusted by a store and by the bundled lists, or by two stores')
    .option('--provider <name>', PROVIDER_HELP, collect, [])
    .option('--store <reference>', STORE_HELP)
    .option('--from <reference>', 'the one side: a store, or bundled')
    .option('--to <reference>', 'the other side')
    .option('--signed-by <file>', SIGNED_BY_HELP)
    .option('--now <seconds>', NOW_HELP)
    .action(async (options: RangesDiffOptions) => {
      const { runRangesDiff } = await import('./commands/ranges-diff.ts')
      process.exitCode = await runRangesDiff(options)
    })
}
