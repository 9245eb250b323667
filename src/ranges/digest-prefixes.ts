import { printHex } from '../net/print-hex.ts'

/** Returns the SHA-256, in lower-case hex, of the prefixes joined by newlines, without one at the end. */
export async function digestPrefixes(prefixes: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(prefixes.join('\n')))
  return printHex(new Uint8Array(digest))
}
