import { stampSettings } from '../../settings/stamp-settings.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { loadConfig, loadVerifierDocument } from '../load-config.ts'
import { writeJson } from '../output.ts'

export type CompileOptions = { readonly target: 'settings' | 'verifier'; readonly config: string }

/**
 * Prints what a document becomes: the settings that edges take, or the verifier's document with its defaults written out.
 * In one line: it is kept in variables more often than in files.
 */
export async function runCompile({ target, config }: CompileOptions): Promise<ExitCode> {
  await writeJson(
    target === 'settings' ? await stampSettings(await loadConfig(config)) : await loadVerifierDocument(config),
  )
  return EXIT.yes
}
