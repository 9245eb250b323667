import { type Family, familyRead, type Words } from '../net/address.ts'
import { leftOf } from './list-cursor.ts'
import { readNode } from './read-node.ts'

/** `opaque`: the proxy said that it will not tell (RFC 7239 sections 6.2 and 6.3). 0: no node that the grammar knows. */
export type ForwardedNode = Family | 0 | 'opaque'

const COMMA = 0x2c
const QUOTE = 0x22
const BACKSLASH = 0x5c
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const QUOTED = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\uffff]|\\\\[\\t \\x21-\\x7e\\x80-\\uffff])*"'
const PAIR = new RegExp(`(${TOKEN})=(${TOKEN}|${QUOTED})`, 'y')
const OPAQUE = /^(?:unknown|_[A-Za-z0-9._-]+)(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]+))?$/i
const HIDDEN_PORT = /^(.*):_[A-Za-z0-9._-]+$/s

/**
 * The commas of Forwarded, found from the right. A quote met on the way is taken for a closing one, and the string
 * reaches to the unescaped quote before it; so an open quote that a client sent cannot swallow what a proxy appended.
 */
export function findUnquotedComma(text: string, end: number, floor: number): number {
  for (let at = end - 1; at >= floor; at--) {
    const code = text.charCodeAt(at)
    if (code === COMMA) return at
    if (code === QUOTE) at = openingQuote(text, at, floor)
  }
  return leftOf(floor)
}

function openingQuote(text: string, closing: number, floor: number): number {
  for (let at = closing - 1; at >= floor; at--) {
    if (text.charCodeAt(at) === QUOTE && !isEscaped(text, at, floor)) return at
  }
  return floor - 1
}

function isEscaped(text: string, at: number, floor: number): boolean {
  let backslashes = 0
  while (at - backslashes > floor && text.charCodeAt(at - backslashes - 1) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

/**
 * Reads the `for` node of one forwarded-element (RFC 7239 section 4) into `into`.
 *
 * The whole element must match the grammar and have exactly one `for`: an element that two readers could split in two
 * ways is no evidence. IPv6 is bracketed and quoted; a hidden port (section 6.3) does not hide the address.
 */
export function readForwarded(into: Words, element: string): ForwardedNode {
  const value = forValueOf(element)
  if (value === undefined) return 0
  if (OPAQUE.test(value)) return 'opaque'
  const text = HIDDEN_PORT.exec(value)?.[1] ?? value
  const isIPv4OrBracketed = text.startsWith('[') || text.indexOf(':') === text.lastIndexOf(':')
  return isIPv4OrBracketed ? familyRead(readNode(into, { text, start: 0, end: text.length }, 'optional')) : 0
}

function forValueOf(element: string): string | undefined {
  let found: string | undefined
  for (let at = 0; at <= element.length; at++) {
    if (element[at] === ';' || at === element.length) continue
    PAIR.lastIndex = at
    const [pair = '', name = '', value = ''] = PAIR.exec(element) ?? []
    at += pair.length
    if (pair === '' || (at < element.length && element[at] !== ';')) return undefined
    if (name.toLowerCase() !== 'for') continue
    if (found !== undefined) return undefined
    found = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value
  }
  return found
}
