import { ConfigError } from '../config/fault-list.ts'
import { type ReadConfig, readConfig } from '../config/read-config.ts'
import { describeFault } from '../fault/fault.ts'
import type { Settings } from '../settings/settings.ts'
import { InputError } from './errors.ts'
import { writeTalk } from './output.ts'
import { readText, requireJson, showPath } from './read-input.ts'

/** Reads a configuration into settings. Warnings go to stderr; an unusable one is an `InputError` with all its faults. */
export async function loadConfig(path: string): Promise<Settings> {
  const text = await readText(path)
  requireJson(text, path)
  const { settings, warnings } = read(text, path)
  for (const warning of warnings) writeTalk(`warning: ${describeFault(warning)}`)
  return settings
}

function read(text: string, path: string): ReadConfig {
  try {
    return readConfig(text)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { faults } = error
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`
    throw new InputError(`${showPath(path)} has ${count}:`, { code: 'BAD_CONFIG', faults, cause: error })
  }
}
