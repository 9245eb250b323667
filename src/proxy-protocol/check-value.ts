import { ProxyHeaderError } from './header-error.ts'
import { parseHex } from './hex.ts'
import { readAscii, readUtf8 } from './text.ts'

const ENCODER = new TextEncoder()

/** The bytes of a hex text; throws where it is none. */
export function checkHex(hex: string, path: string): Uint8Array {
  const bytes = parseHex(hex)
  if (bytes !== undefined) return bytes
  const rule = 'hex is pairs of the digits 0-9 and a-f'
  throw new ProxyHeaderError({ code: 'MALFORMED_VALUE', path, rule, received: hex, nextStep: 'Correct it' })
}

/** The bytes of a text, held to what a decoder reads back as that text. */
export function checkText(text: string, charset: 'ascii' | 'utf-8', path: string): Uint8Array {
  const bytes = ENCODER.encode(text)
  const read = charset === 'ascii' ? readAscii(bytes, 0, bytes.length) : readUtf8(bytes, 0, bytes.length)
  if (read === text) return bytes
  const rule = `this text is ${charset === 'ascii' ? 'printable US-ASCII' : 'UTF-8'} without control characters`
  const nextStep = 'Correct it, or send other bytes as hex'
  throw new ProxyHeaderError({ code: 'MALFORMED_VALUE', path, rule, received: text, nextStep })
}

/** A whole number from 0 to `max`. */
export function checkInteger(value: number, max: number, path: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value
  const rule = `this is a whole number from 0 to ${max}`
  throw new ProxyHeaderError({ code: 'OUT_OF_RANGE', path, rule, received: value, nextStep: 'Correct it' })
}
