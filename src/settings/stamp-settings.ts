import type { Settings, StampedSettings } from './settings.ts'

/**
 * Marks settings as checked. It tells an edited copy from a checked one and is no security boundary: whoever can change
 * the settings can compute the digest too.
 */
export async function stampSettings(settings: Settings): Promise<StampedSettings> {
  return { ...settings, digest: await digestOf(settings) }
}

/** SHA-256, in hex, of the settings as JSON with sorted keys, so that tools which reorder keys change nothing. */
export async function digestOf(settings: object): Promise<string> {
  const text = JSON.stringify(settings, sortKeys)
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sortKeys(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
}
