// A byte order mark is kept: dropping it would make two different values equal.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The printable ASCII text that the bytes spell, or undefined.
 *
 * Here as in {@link readUtf8} a control character makes it no text: these names come from the client in the end (server
 * name, certificate), and a line break in one of them would forge a log line or a header further on.
 */
export function readAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0
    if (byte < 0x20 || byte > 0x7e) return undefined
  }
  return printAscii(bytes, start, end)
}

/**
 * The text that the bytes spell in well-formed UTF-8, or undefined where they spell none or where it holds a control
 * character, a line separator or a change of direction.
 */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  const ascii = readAscii(bytes, start, end)
  if (ascii !== undefined) return ascii
  try {
    const text = UTF8.decode(bytes.subarray(start, end))
    return hasControl(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** One character for each byte; the caller knows that they are ASCII. */
export function printAscii(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] ?? 0)
  return text
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || isSeparatorOrDirection(code)) return true
  }
  return false
}

/** Line and paragraph separators, and what overrides or isolates the direction of text (Unicode 17, section 23.2). */
function isSeparatorOrDirection(code: number): boolean {
  return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}
