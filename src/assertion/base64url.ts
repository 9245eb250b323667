const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const NO_DIGIT = 64
const DIGITS: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const digit = ALPHABET.indexOf(String.fromCharCode(code))
  return digit === -1 ? NO_DIGIT : digit
})

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
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let pending = 0
  let pendingBits = 0
  let written = 0
  for (let i = 0; i < text.length; i++) {
    const digit = DIGITS[text.charCodeAt(i)] ?? NO_DIGIT
    if (digit === NO_DIGIT) return undefined
    pending = (pending << 6) | digit
    pendingBits += 6
    if (pendingBits < 8) continue
    pendingBits -= 8
    bytes[written++] = pending >> pendingBits
    pending &= (1 << pendingBits) - 1
  }
  return pending === 0 ? bytes : undefined
}
