/** Returns the SHA-256, in lower-case hex, of the prefixes joined by newlines, without one at the end. */
export async function digestPrefixes(prefixes: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(prefixes.join('\n')))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
