import { FaultError } from '../fault/fault-error.ts'
import { faultText } from '../fault/fault-text.ts'
import { parseJson } from '../fault/parse-json.ts'
import type { StampedSettings } from './settings.ts'
import { digestOf } from './stamp-settings.ts'

export type SettingsErrorCode = 'NOT_JSON' | 'NOT_SETTINGS' | 'DIGEST_MISMATCH' | 'RANGES_MISSING' | 'BAD_SECRET'

/** Settings that a runtime cannot start with. */
export class SettingsError extends FaultError<SettingsErrorCode> {
  override readonly name = 'SettingsError'
}

const COMPILE = 'Deploy what this prints: ipseal compile --target settings'

/**
 * Reads settings as `ipseal compile --target settings` prints them.
 *
 * @throws SettingsError if the text is no such document, or was changed after it was checked.
 */
export async function readSettings(text: string, path = 'IPSEAL_CONFIG'): Promise<StampedSettings> {
  const document = parseObject(text, path)
  const { digest, ...settings } = document
  if (document.v !== 1 || typeof digest !== 'string') {
    const said = faultText('must be compiled settings, not the document that people write', COMPILE)
    throw new SettingsError({ code: 'NOT_SETTINGS', path, ...said })
  }
  if (digest !== (await digestOf(settings))) {
    const said = faultText('was edited after it was compiled', COMPILE)
    throw new SettingsError({ code: 'DIGEST_MISMATCH', path, ...said })
  }
  // Trusted, not checked again: `v` says which compiler wrote it, and the digest that nobody changed it by accident.
  return document as StampedSettings
}

function parseObject(text: string, path: string): Record<string, unknown> {
  const document = parseJson(text)
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) return { ...document }
  throw new SettingsError({ code: 'NOT_JSON', path, ...faultText('must be one JSON object', COMPILE) })
}
