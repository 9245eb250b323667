import { readIPv4 } from './ipv4.ts'

const COLON = 0x3a
const DOT = 0x2e
const GROUPS = 8

/**
 * Reads an IPv6 address (RFC 4291 section 2.2, all three forms, no zone id) into `into`; false if it is not one.
 *
 * Groups are stored from the left as they come; when the text has a `::` those behind it then move to the right end.
 */
export function readIPv6(into: Uint32Array, text: string, start: number, end: number): boolean {
  into[0] = into[1] = into[2] = into[3] = 0
  let at = start
  let count = 0
  let gap = -1
  let limit = GROUPS
  if (text.charCodeAt(at) === COLON) {
    if (text.charCodeAt(at + 1) !== COLON) return false
    gap = 0
    at += 2
  }
  while (at < end) {
    const stop = endOfGroup(text, at, end)
    if (stop < end && text.charCodeAt(stop) === DOT) {
      if (count > 6 || !readIPv4(into, 3, text, at, end)) return false
      limit = 6
      break
    }
    if (stop === at || stop - at > 4 || count === GROUPS) return false
    setGroup(into, count, readGroup(text, at, stop))
    count++
    if (stop === end) break
    at = stop + 1
    if (text.charCodeAt(stop) !== COLON || at === end) return false
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return false
      gap = count
      at++
    }
  }
  if (gap < 0) return count === limit
  if (count >= limit) return false
  moveGroups(into, { from: gap, to: count, end: limit })
  return true
}

function endOfGroup(text: string, at: number, end: number): number {
  let stop = at
  while (stop < end && stop - at < 5 && hexDigit(text.charCodeAt(stop)) >= 0) stop++
  return stop
}

function readGroup(text: string, at: number, stop: number): number {
  let value = 0
  for (let i = at; i < stop; i++) value = (value << 4) | hexDigit(text.charCodeAt(i))
  return value
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

function moveGroups(into: Uint32Array, groups: { from: number; to: number; end: number }): void {
  for (let i = groups.to - 1, target = groups.end - 1; i >= groups.from; i--, target--) {
    const value = groupAt(into, i)
    setGroup(into, i, 0)
    setGroup(into, target, value)
  }
}

/** One of the eight 16-bit groups of an address held as four words. */
export function groupAt(words: Uint32Array, index: number): number {
  const word = words[index >> 1] ?? 0
  return (index & 1) === 0 ? word >>> 16 : word & 0xffff
}

function setGroup(words: Uint32Array, index: number, value: number): void {
  const word = words[index >> 1] ?? 0
  words[index >> 1] = (index & 1) === 0 ? (value << 16) | (word & 0xffff) : (word & 0xffff0000) | value
}
