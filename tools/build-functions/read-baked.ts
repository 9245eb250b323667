import { readFile } from 'node:fs/promises'
import { describeValue } from '../../src/fault/escape-text.ts'
import { openStore } from '../../src/platform/stores/open-store.ts'
import { readSettings } from '../../src/settings/read-settings.ts'

export type BakedOptions = {
  /** A file with what `ipseal compile --target settings` prints. */
  readonly settings: string | undefined
  /** A reference to the store of keys, such as `ssm:/ipseal/prod?region=eu-central-1`. */
  readonly keys: string | undefined
}

/**
 * Returns the variables that are built into a function, as a JSON text; undefined if there are none to build in.
 *
 * Rejects with a SettingsError, a StoreError or a RangeError that says what to do. Nothing of it is secret: keys come from
 * the store alone, when the function runs.
 */
export async function readBaked({ settings, keys }: BakedOptions): Promise<string | undefined> {
  if (settings === undefined && keys === undefined) return undefined
  return JSON.stringify({
    ...(settings === undefined ? {} : { IPSEAL_CONFIG: await readCompiled(settings) }),
    ...(keys === undefined ? {} : { IPSEAL_KEYS: checkReference(keys) }),
  })
}

/** Written anew, so that a file's last line break does not make another zip. */
async function readCompiled(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) throw new RangeError(`--settings: ${describeValue(path)} must be a file that can be read`)
  return JSON.stringify(await readSettings(text, '--settings'))
}

function checkReference(reference: string): string {
  if (!reference.startsWith('ssm:')) {
    const rule = 'must begin with "ssm:", the only store that a function at the edge can read'
    throw new RangeError(`--keys: ${rule}; got ${describeValue(reference)}`)
  }
  // Asks nobody: it only reads the reference, and throws if it cannot.
  openStore(reference)
  return reference
}
