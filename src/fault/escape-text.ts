const MAX_SHOWN_LENGTH = 64

/** Returns text from outside as something a log line or a terminal can show: printable ASCII, at most 64 characters. */
export function escapeText(text: string): string {
  const escaped = text.slice(0, MAX_SHOWN_LENGTH).replace(/[^\x20-\x7e]|["\\]/gu, escapeCharacter)
  const isWhole = text.length <= MAX_SHOWN_LENGTH && escaped.length <= MAX_SHOWN_LENGTH
  return isWhole ? escaped : `${escaped.slice(0, MAX_SHOWN_LENGTH - 3)}...`
}

/** Says what a value is: strings quoted and escaped, everything else by its kind alone. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `"${escapeText(value)}"`
  return describeKind(value)
}

/** Says what kind of value this is without showing any of it, for values that may be secrets. */
export function describeKind(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function escapeCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
