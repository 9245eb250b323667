/** One header line as it was received. Repeated names are repeated lines, in order; nothing about it is verified. */
export type HeaderLine = readonly [name: string, value: string]

const SPACE = 0x20
const TAB = 0x09

/** Where `text` begins between `start` and `end` once leading spaces and tabs are left out (OWS, RFC 9110 section 5.6.3). */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start
  while (at < end && isSpace(text.charCodeAt(at))) at++
  return at
}

/** Where `text` ends between `start` and `end` once trailing spaces and tabs are left out. */
export function trimSpace(text: string, start: number, end: number): number {
  let at = end
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--
  return at
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB
}
