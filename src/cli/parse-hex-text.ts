import { parseHex } from '../proxy-protocol/hex.ts'

/** The bytes of hex digits with any white space between the bytes, or undefined for anything else. */
export function parseHexText(text: string): Uint8Array | undefined {
  return parseHex(text.replace(/\s+/g, ''))
}
