import { printHex } from '../net/print-hex.ts'
import type { Settings, StampedSettings } from './settings.ts'

/**
 * Marks settings as checked. It tells an edited copy from a checked one and is no security boundary: whoever can change
 * the settings can compute the digest too.
 */
export async function stampSettings(settings: Settings): Promise<StampedSettings> {
  return { ...settings, digest: await digestOf(settings) }
}

/** SHA-256, in hex, of {@link digestedText}. */
export async function digestOf(settings: object): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(digestedText(settings)))
  return printHex(new Uint8Array(digest))
}

/** The settings as JSON with sorted keys, so that tools which reorder keys change nothing. */
export function digestedText(settings: object): string {
  return JSON.stringify(settings, sortKeys)
}

function sortKeys(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
}
