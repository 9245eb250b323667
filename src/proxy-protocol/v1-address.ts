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

/** What was not read, for no address ends at offset 0. */
export const NO_ADDRESS = 0

// Reused, for a reader runs to its end before another can begin.
const groups = new Uint16Array(GROUPS)

/**
 * Reads dotted IPv4 that begins at `start` into `words`; returns where it ends, with `bytes` or before.
 *
 * The readers of this file take what `src/net` takes and nothing else (a test holds them to that). They are here because
 * a header comes as bytes: making text of them first costs several times what reading them does.
 */
export function readIPv4Bytes(words: Words, bytes: Uint8Array, start: number): number {
  let word = 0
  let octet = -1
  let dots = 0
  let i = start
  for (; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    const digit = byte - ZERO
    if (digit >= 0 && digit <= 9) {
      if (octet === 0) return NO_ADDRESS
      octet = octet < 0 ? digit : octet * 10 + digit
      if (octet > 255) return NO_ADDRESS
      continue
    }
    if (octet < 0) return NO_ADDRESS
    if (byte !== DOT || dots === 3) break
    word = (word << 8) | octet
    octet = -1
    dots++
  }
  if (octet < 0 || dots < 3) return NO_ADDRESS
  words[0] = (word << 8) | octet
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
    for (let digit = digitAt(bytes, i); digit !== NO_DIGIT && i - groupAt < 5; digit = digitAt(bytes, ++i)) {
      value = (value << 4) | digit
    }
    if (i === groupAt && gap === count) break
    if (bytes[i] === DOT) {
      if (count > GROUPS - 2) return NO_ADDRESS
      i = readIPv4Bytes(words, bytes, groupAt)
      if (i === NO_ADDRESS) return NO_ADDRESS
      groups[count++] = (words[0] ?? 0) >>> 16
      groups[count++] = words[0] ?? 0
      break
    }
    if (i === groupAt || i - groupAt > 4 || count === GROUPS) return NO_ADDRESS
    groups[count++] = value
    if (bytes[i] !== COLON) break
    i++
    if (bytes[i] !== COLON) continue
    if (gap >= 0) return NO_ADDRESS
    gap = count
    i++
  }
  return joinGroups(words, count, gap) ? i : NO_ADDRESS
}

function digitAt(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? (HEX_DIGITS[bytes[at] ?? 0] ?? NO_DIGIT) : NO_DIGIT
}

/** Makes words of the groups, those behind the `::` at the right end; false if their number is wrong. */
function joinGroups(words: Words, count: number, gap: number): boolean {
  const zeros = GROUPS - count
  if (gap < 0 ? zeros !== 0 : zeros < 1) return false
  const first = gap < 0 ? GROUPS : gap
  for (let word = 0, group = 0; word < 4; word++, group += 2) {
    words[word] = (groupAt(group, first, zeros) << 16) | groupAt(group + 1, first, zeros)
  }
  return true
}

/** The group at `index` of the whole address, whose `zeros` begin at `first`. */
function groupAt(index: number, first: number, zeros: number): number {
  if (index < first) return groups[index] ?? 0
  return index < first + zeros ? 0 : (groups[index - zeros] ?? 0)
}
