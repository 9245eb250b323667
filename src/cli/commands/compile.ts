import { stampSettings } from '../../settings/stamp-settings.ts'
import { UsageError } from '../errors.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { loadConfig, loadVerifierDocument } from '../load-config.ts'
import { writeJson } from '../output.ts'
import { runCompileTopology } from './compile-topology.ts'

export type CompileOptions = {
  readonly target: string
  readonly config?: string
  readonly topology?: string
  readonly jwks?: string
}

/**
 * Prints what a document becomes: the settings that edges take, the verifier's document with its defaults written out,
 * or, of a topology, the configuration of a gateway or a load balancer.
 */
export async function runCompile(options: CompileOptions): Promise<ExitCode> {
  const { target, config, topology } = options
  if (topology !== undefined && config === undefined) return runCompileTopology({ ...options, topology })
  if (config === undefined || topology !== undefined) throw new UsageError('give one of --config and --topology')
  // In one line: these are kept in variables more often than in files.
  if (target === 'settings') await writeJson(await stampSettings(await loadConfig(config)))
  else if (target === 'verifier') await writeJson(await loadVerifierDocument(config))
  else throw new UsageError('with --config the target is settings or verifier; any other one needs --topology')
  return EXIT.yes
}
