import { readJsonObject } from '../../assertion/json-object.ts'
import { LIST_CLAIMS } from '../../headers/claim-names.ts'
import type { HeaderLine } from '../../headers/header-line.ts'

/** RFC 9110 section 5.1. A load balancer passes other names on, unless it was made to drop them. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Printable text and tabs, ASCII or not (RFC 9110 section 5.5). */
const VALUE = /^[\t\x20-\x7e\x80-\uffff]*$/

const BEYOND_ASCII = /[^\0-\x7f]/

/** An entry in no order: it cannot be read as an address, so that no walk gets past it. */
const UNREADABLE_LIST = ['']

/**
 * Reads the headers of an event, whose values are texts or lists of texts, into lines with names in lower case.
 *
 * Undefined for what no trigger sends. A list under two spellings of its name has no order any more, hence no last
 * entry: its lines become one empty one, which resolves to nothing.
 */
export function readHeaderLines(headers: unknown): readonly HeaderLine[] | undefined {
  if (headers === undefined || headers === null) return []
  const members = readJsonObject(headers)
  if (members === undefined) return undefined
  const byName = new Map<string, readonly string[]>()
  for (const [spelling, value] of members) {
    const values = readValues(value)
    if (!NAME.test(spelling) || values === undefined) return undefined
    const name = spelling.toLowerCase()
    const before = byName.get(name)
    const isOutOfOrder = before !== undefined && LIST_CLAIMS.includes(name)
    byName.set(name, isOutOfOrder ? UNREADABLE_LIST : [...(before ?? []), ...values])
  }
  return [...byName].flatMap(([name, values]) => linesOf(name, values))
}

/** The last value of a header, undefined if it did not come. */
export function findHeader(lines: readonly HeaderLine[], name: string): string | undefined {
  return lines.findLast((line) => line[0] === name)?.[1]
}

/** Several lines of Cookie are one, joined as in RFC 9113 section 8.2.3; a comma would end up in the last value. */
function linesOf(name: string, values: readonly string[]): readonly HeaderLine[] {
  if (name === 'cookie') return values.length === 0 ? [] : [[name, values.join('; ')]]
  return values.map((value) => [name, value])
}

function readValues(value: unknown): readonly string[] | undefined {
  if (value === null || value === undefined) return []
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  const read = values.map((text) => (typeof text === 'string' ? toByteString(text) : undefined))
  return read.every((text) => text !== undefined) ? read : undefined
}

/** The UTF-8 of a text with one character for each byte, as `Headers` wants it; undefined if no header can hold it. */
export function toByteString(text: string): string | undefined {
  if (!VALUE.test(text)) return undefined
  return BEYOND_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}

/** Undoes {@link toByteString} for a header of the origin; bytes that are no UTF-8 stay as they are. */
export function fromByteString(value: string): string {
  if (!BEYOND_ASCII.test(value)) return value
  const bytes = Buffer.from(value, 'latin1')
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : value
}
