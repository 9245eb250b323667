const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The bytes from `start` to `end` as lower-case hex: a copy that outlives the buffer. */
export function printHex(bytes: Uint8Array, start: number, end: number): string {
  let hex = ''
  for (let i = start; i < end; i++) hex += PAIRS[bytes[i] ?? 0] ?? ''
  return hex
}

/** The bytes of a hex text in either case, or undefined where it is not whole pairs of digits. */
export function parseHex(hex: string): Uint8Array | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) return undefined
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}
