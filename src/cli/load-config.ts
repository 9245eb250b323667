import { ConfigError, type ConfigFault } from '../config/fault-list.ts'
import { readConfig } from '../config/read-config.ts'
import { readVerifierDocument } from '../config/verifier-document.ts'
import type { VerifierDocument } from '../config/verifier-schema.ts'
import { describeFault } from '../fault/fault.ts'
import type { Settings } from '../settings/settings.ts'
import { InputError } from './errors.ts'
import { writeTalk } from './output.ts'
import { readText, requireJson, showPath } from './read-input.ts'

/** Reads a configuration into settings. Warnings go to stderr; an unusable one is an `InputError` with all its faults. */
export async function loadConfig(path: string): Promise<Settings> {
  return (await loadDocument(path, readConfig)).settings
}

/** Reads the document of the verifier service, likewise. */
export async function loadVerifierDocument(path: string): Promise<VerifierDocument> {
  return (await loadDocument(path, readVerifierDocument)).document
}

type WithWarnings = { readonly warnings: readonly ConfigFault[] }

/** Reads any document of ours. Warnings go to stderr; an unusable one is an `InputError` with all its faults. */
export async function loadDocument<Read extends WithWarnings>(
  path: string,
  read: (text: string) => Read,
): Promise<Read> {
  const text = await readText(path)
  requireJson(text, path)
  const result = await explainConfig(path, () => read(text))
  for (const warning of result.warnings) writeTalk(`warning: ${describeFault(warning)}`)
  return result
}

/** What `read` makes of a file; an unusable one is an `InputError` with all its faults and the file's name. */
export async function explainConfig<Read>(path: string, read: () => Read | Promise<Read>): Promise<Read> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { faults } = error
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`
    throw new InputError(`${showPath(path)} has ${count}:`, { code: 'BAD_CONFIG', faults, cause: error })
  }
}
