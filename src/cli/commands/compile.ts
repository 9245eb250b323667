import { stampSettings } from '../../settings/stamp-settings.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { loadConfig, loadVerifierDocument } from '../load-config.ts'
import { writeJson } from '../output.ts'
import { runCompileList } from './compile-list.ts'
import { runCompileTopology } from './compile-topology.ts'

export type CompileOptions = {
  readonly target?: string
  readonly list?: true
  readonly config?: string
  readonly topology?: string
  readonly jwks?: string
  readonly out?: string
  readonly overwrite?: true
  readonly diff?: true
  readonly explain?: true
  readonly json?: true
}

/**
 * Prints what a document becomes: the settings that edges take, the verifier's document with its defaults written out,
 * or, of a topology, the configuration of a gateway or a load balancer.
 */
export async function runCompile(options: CompileOptions): Promise<ExitCode> {
  const { target, list, config, topology } = options
  checkTogether(options)
  if (list) return runCompileList({ topology, json: options.json === true })
  if (target === undefined) throw new UsageError('give a --target, or --list to see which there are')
  if (topology !== undefined && config === undefined) return runCompileTopology({ ...options, target, topology })
  if (config === undefined || topology !== undefined) throw new UsageError('give one of --config and --topology')
  // In one line: these are kept in variables more often than in files.
  if (target === 'settings') await writeJson(await stampSettings(await loadConfig(config)))
  else if (target === 'verifier') await writeJson(await loadVerifierDocument(config))
  else throw new UsageError('with --config the target is settings or verifier; any other one needs --topology')
  return EXIT.yes
}

/** Refuses options that would be without effect beside the others. */
function checkTogether({ target, list, config, out, overwrite, diff, explain }: CompileOptions): void {
  const isToFolder = out !== undefined && out !== '-'
  if (list && (target ?? config ?? out) !== undefined) throw new UsageError('--list goes with --topology alone')
  if ((diff || overwrite) && !isToFolder) throw new UsageError('--diff and --overwrite need a folder as --out')
  if (diff && overwrite) throw new UsageError('--diff writes nothing; take --overwrite out')
  if (explain && out !== undefined) throw new UsageError('--explain prints no files; take --out out')
  if (config !== undefined && (out !== undefined || explain)) {
    throw new UsageError('with --config the answer goes to stdout; --out and --explain go with --topology')
  }
}
