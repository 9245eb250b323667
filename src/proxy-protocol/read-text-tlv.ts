import { printHex } from './hex.ts'
import { readAscii, readUtf8 } from './text.ts'
import type { UnknownTlv } from './tlv.ts'
import { type TextKind, TLV_HEADER_BYTES } from './tlv-codes.ts'

/** Reads the field from `at` to `next` as one of these kinds; of another code, or where the value is no text, it is kept as it is. */
export function readTextTlv<Type extends string>(
  bytes: Uint8Array,
  at: number,
  next: number,
  kinds: readonly TextKind<Type>[],
): { readonly type: Type; readonly text: string } | UnknownTlv {
  const code = bytes[at] ?? 0
  const start = at + TLV_HEADER_BYTES
  for (const kind of kinds) {
    if (kind.code !== code) continue
    const text = kind.charset === 'ascii' ? readAscii(bytes, start, next) : readUtf8(bytes, start, next)
    if (text !== undefined) return { type: kind.type, text }
  }
  return { type: 'unknown', code, hex: printHex(bytes, start, next) }
}
