import { stampSettings } from '../../settings/stamp-settings.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { loadConfig } from '../load-config.ts'
import { writeJson } from '../output.ts'

/** Prints the settings that runtimes take, in one line: they are kept in variables more often than in files. */
export async function runCompileSettings(options: { readonly config: string }): Promise<ExitCode> {
  await writeJson(await stampSettings(await loadConfig(options.config)))
  return EXIT.yes
}
