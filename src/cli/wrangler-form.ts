import { type Command, Option } from 'commander'
import { add } from './command-form.ts'
import type { WranglerOptions } from './commands/wrangler.ts'

export function addWrangler(program: Command): void {
  add(program, 'wrangler', 'print what wrangler deploys: its configuration, with what Terraform made filled in')
    .requiredOption('--outputs <file>', 'what `terraform output -json wrangler` printed; - for standard input')
    .option('--config <file>', 'wrangler.toml, or wrangler.refresh-ranges.toml', 'wrangler.toml')
    .requiredOption('--environment <name>', 'which environment of that file')
    .addOption(
      new Option('--worker <kind>', 'what the Worker does, if its main is your own').choices([
        'edge',
        'refresh-ranges',
      ]),
    )
    .action(async (options: WranglerOptions) => {
      const { runWrangler } = await import('./commands/wrangler.ts')
      process.exitCode = await runWrangler(options)
    })
}
