import type { Words } from '../net/address.ts'

const ZERO = 0x30
const DOT = 0x2e
const COLON = 0x3a
const GROUPS = 8
const NO_DIGIT = 0xff

/** The value of each hexadecimal digit, in either case. */
const HEX_DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(value) ? NO_DIGIT : value
})

/** That there is no address, for none ends at offset 0. */
export const NO_ADDRESS = 0

// Reused, for a reader runs to its end before another can begin.
const groups = new Uint16Array(GROUPS)

/**
 * Reads dotted IPv4 that begins at `start` into `words`; returns where it ends, which is for the caller to judge.
 *
 * The readers of this file take what those of `src/net` take and nothing else; a test holds them to that. They are here
 * because a header comes as bytes, and to make text of them first costs several times what reading them does. Their
 * small functions stand in this file, for one that is imported costs more than what it does here.
 */
export function readIPv4Bytes(words: Words, bytes: Uint8Array, start: number): number {
  let word = 0
  let i = start
  for (let octets = 0; octets < 4; octets++) {
    if (octets > 0 && bytes[i++] !== DOT) return NO_ADDRESS
    let octet = decimalAt(bytes, i++)
    if (octet > 9) return NO_ADDRESS
    for (let digit = decimalAt(bytes, i); digit <= 9; digit = decimalAt(bytes, ++i)) {
      octet = octet * 10 + digit
      if (octet < 10 || octet > 255) return NO_ADDRESS
    }
    word = (word << 8) | octet
  }
  words[0] = word
  words[1] = words[2] = words[3] = 0
  return i
}

/** As {@link readIPv4Bytes}, for IPv6 in any of its three forms (RFC 4291 section 2.2). */
export function readIPv6Bytes(words: Words, bytes: Uint8Array, start: number): number {
  let count = 0
  let gap = -1
  let i = start
  if (bytes[i] === COLON) {
    if (bytes[i + 1] !== COLON) return NO_ADDRESS
    gap = 0
    i += 2
  }
  for (;;) {
    const groupAt = i
    let value = 0
    for (let digits = 0; digits < 4; digits++, i++) {
      const digit = hexAt(bytes, i)
      if (digit === NO_DIGIT) break
      value = (value << 4) | digit
    }
    if (bytes[i] === DOT) return readTail(words, bytes, groupAt, count, gap)
    if (i === groupAt) break
    if (count === GROUPS) return NO_ADDRESS
    groups[count++] = value
    if (bytes[i] !== COLON) return joinGroups(words, count, gap) ? i : NO_ADDRESS
    i++
    if (bytes[i] !== COLON) continue
    if (gap >= 0) return NO_ADDRESS
    gap = count
    i++
  }
  return gap === count && joinGroups(words, count, gap) ? i : NO_ADDRESS
}

/** Reads the last two groups as dotted IPv4. */
function readTail(words: Words, bytes: Uint8Array, start: number, count: number, gap: number): number {
  const end = readIPv4Bytes(words, bytes, start)
  if (end === NO_ADDRESS || count > GROUPS - 2) return NO_ADDRESS
  const word = words[0] ?? 0
  groups[count] = word >>> 16
  groups[count + 1] = word
  return joinGroups(words, count + 2, gap) ? end : NO_ADDRESS
}

/** Makes words of the groups, those behind the `::` moved to the end; false if their number is wrong. */
function joinGroups(words: Words, count: number, gap: number): boolean {
  if (gap < 0 ? count !== GROUPS : count === GROUPS) return false
  let from = count
  for (let to = GROUPS - 1; gap >= 0 && to >= gap; to--) groups[to] = from > gap ? (groups[--from] ?? 0) : 0
  for (let i = 0; i < 4; i++) words[i] = ((groups[2 * i] ?? 0) << 16) | (groups[2 * i + 1] ?? 0)
  return true
}

/** The digit at `at`; a larger number where there is none. */
function decimalAt(bytes: Uint8Array, at: number): number {
  // Sound: `|` makes 0 of undefined, which is no digit here.
  return (((bytes[at] as number) | 0) - ZERO) >>> 0
}

function hexAt(bytes: Uint8Array, at: number): number {
  // Sound: as above, and the table has an entry for every byte.
  return HEX_DIGITS[(bytes[at] as number) | 0] as number
}
