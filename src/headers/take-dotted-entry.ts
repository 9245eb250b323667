import type { Words } from '../net/address.ts'
import { trimSpace } from './header-line.ts'
import type { ListCursor } from './list-cursor.ts'

const COMMA = 0x2c
const DOT = 0x2e
const ZERO = 0x30

/**
 * Takes the next entry if it is an IPv4 address and nothing else, and reads it into `into` on the way to its comma.
 *
 * This is `takeEntry` and `readNode` in one pass from the right, which halves the cost of what nearly every entry is.
 * False means only that the entry is something else: neither the cursor nor `into` has changed, and those two have the say.
 */
export function takeDottedEntry(cursor: ListCursor, into: Words): boolean {
  const { text, floor } = cursor
  const end = trimSpace(text, floor, cursor.unread)
  let at = end
  let value = 0
  for (let shift = 0; shift < 32; shift += 8) {
    if (shift > 0 && (at <= floor || text.charCodeAt(--at) !== DOT)) return false
    let octet = 0
    let weight = 1
    let digit = 0
    for (; weight < 1000 && at > floor; weight *= 10, at--) {
      const next = text.charCodeAt(at - 1) - ZERO
      if (next < 0 || next > 9) break
      digit = next
      octet += digit * weight
    }
    if (weight === 1 || octet > 255 || (digit === 0 && weight > 10)) return false
    value |= octet << shift
  }
  const left = trimSpace(text, floor, at)
  if (left > floor ? text.charCodeAt(left - 1) !== COMMA : floor > 0) return false
  into[0] = value
  into[1] = into[2] = into[3] = 0
  cursor.start = at
  cursor.end = end
  cursor.unread = left - 1
  return true
}
