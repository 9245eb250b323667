import { escapeText } from '../fault/escape-text.ts'

/** Returns host and path of an address for a message. The query stays out: it may hold a secret, as a signed link does. */
export function showSource(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? 'an address that is none' : escapeText(`${parsed.host}${parsed.pathname}`)
}
