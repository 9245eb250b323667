import { readIPv4 } from './ipv4.ts'

const COLON = 0x3a
const DOT = 0x2e
const ZERO = 0x30
const GROUPS = 8

/** No address; an address; an address in its canonical spelling (RFC 5952 section 4), which then needs no printing. */
export type IPv6Reading = 0 | 1 | 2

/** What one group turned out to be, in one number: its value, how many digits it has, and whether it is spelled oddly. */
const DIGITS_SHIFT = 16
const ODD_SPELLING = 1 << 20

/**
 * Reads an IPv6 address (RFC 4291 section 2.2, all three forms, no zone id) into `into`.
 *
 * Groups are stored from the left as they come; when the text has a `::` those behind it then move to the right end.
 * Allocates nothing.
 */
export function readIPv6(into: Uint32Array, text: string, start: number, end: number): IPv6Reading {
  into[0] = into[1] = into[2] = into[3] = 0
  let at = start
  let count = 0
  let gap = -1
  let zeros = 0
  let oddities = 0
  if (text.charCodeAt(at) === COLON) {
    if (text.charCodeAt(at + 1) !== COLON) return 0
    gap = 0
    at += 2
  }
  while (at < end) {
    const group = readGroup(text, at, end)
    const stop = at + ((group >>> DIGITS_SHIFT) & 0xf)
    if (stop < end && text.charCodeAt(stop) === DOT) return readTail(into, { text, at, end, count, gap })
    if (stop === at || stop - at > 4 || count === GROUPS) return 0
    if ((group & 0xffff) === 0) zeros++
    oddities |= group & ODD_SPELLING
    setGroup(into, count++, group & 0xffff)
    if (stop === end) break
    at = stop + 1
    if (text.charCodeAt(stop) !== COLON || at === end) return 0
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return 0
      gap = count
      at++
    }
  }
  if (!closeGap(into, gap, count, GROUPS)) return 0
  // With zeros beside the gap, or several without one, only printing tells which run has to be the `::`.
  const isPlain = gap < 0 ? zeros < 2 : zeros === 0 && count < GROUPS - 1
  return isPlain && oddities === 0 ? 2 : 1
}

type Tail = {
  readonly text: string
  readonly at: number
  readonly end: number
  readonly count: number
  readonly gap: number
}

/** The last 32 bits as dotted IPv4; canonical text has that for mapped addresses alone, which are IPv4 to us. */
function readTail(into: Uint32Array, { text, at, end, count, gap }: Tail): IPv6Reading {
  if (count > GROUPS - 2 || readIPv4(into, 3, text, at, end) !== end) return 0
  return closeGap(into, gap, count, GROUPS - 2) ? 1 : 0
}

/** Moves the groups behind the `::` to where they belong; false if the number of groups is wrong. */
function closeGap(into: Uint32Array, gap: number, count: number, limit: number): boolean {
  if (gap < 0) return count === limit
  if (count >= limit) return false
  for (let i = count - 1, target = limit - 1; i >= gap; i--, target--) {
    const value = groupAt(into, i)
    setGroup(into, i, 0)
    setGroup(into, target, value)
  }
  return true
}

/** Reads up to five hexadecimal digits; five are one too many. */
function readGroup(text: string, at: number, end: number): number {
  let value = 0
  let digits = 0
  let odd = 0
  for (let i = at; i < end && digits < 5; i++, digits++) {
    const code = text.charCodeAt(i)
    if (code >= ZERO && code <= 0x39) value = (value << 4) | (code - ZERO)
    else if (code >= 0x61 && code <= 0x66) value = (value << 4) | (code - 0x57)
    else if (code >= 0x41 && code <= 0x46) {
      value = (value << 4) | (code - 0x37)
      odd = ODD_SPELLING
    } else break
    if (digits === 1 && value < 0x10) odd = ODD_SPELLING
  }
  return odd | (digits << DIGITS_SHIFT) | (value & 0xffff)
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
