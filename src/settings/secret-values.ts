import { faultText } from '../fault/fault-text.ts'
import { parseJson } from '../fault/parse-json.ts'
import { SettingsError } from './read-settings.ts'

/** The environment variable, or Worker secret, that holds a proof secret: `cf-proof` is in `IPSEAL_SECRET_CF_PROOF`. */
export function secretVariable(name: string): string {
  return `IPSEAL_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
}

/**
 * The values of one proof secret: the text itself, or two as a JSON list while the old gives way to the new.
 *
 * @throws SettingsError, without showing any of it, if a text that begins like a list is not a list of one or two.
 */
export function readSecretValues(text: string, path: string): readonly string[] {
  if (!text.startsWith('[')) return text === '' ? [] : [text]
  const values = parseList(text)
  if (values.length >= 1 && values.length <= 2 && values.every(isSecret)) return values
  throw new SettingsError({
    code: 'BAD_SECRET',
    path,
    ...faultText('must be one secret, or a JSON list of one or two', 'Write ["new","old"] during a rotation'),
  })
}

function parseList(text: string): readonly unknown[] {
  const values = parseJson(text)
  return Array.isArray(values) ? values : []
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
