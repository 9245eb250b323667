/** Returns `bytes` as base64url without padding (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/**
 * Returns the bytes that `text` stands for, or undefined unless it is exactly what {@link encodeBase64url} would write.
 *
 * No padding, no white space, no `+` or `/`, and the bits that the last character has left over must be zero (RFC 4648
 * section 3.5): otherwise one signature has several spellings, and a changed token passes for the signed one. `atob`
 * forgives all of these.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return encodeBase64url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}
