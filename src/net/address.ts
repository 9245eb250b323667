import { readIPv4 } from './ipv4.ts'
import { readIPv6 } from './ipv6.ts'
import { printIPv4, printIPv6 } from './print.ts'

declare const checked: unique symbol

/**
 * The canonical text of one IP address: four decimal octets, or IPv6 as RFC 5952 section 4 writes it.
 *
 * Only this folder makes one, so whoever holds it need not check it again: no port, no brackets, no zone id, and an
 * IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) has already become the IPv4 address it stands for.
 */
export type Address = string & { readonly [checked]: 'Address' }

export type Family = 4 | 6

/** One address as four 32-bit words, most significant first. An IPv4 address is word 0 alone and leaves the rest 0. */
export type Words = Uint32Array

/** A part of a text, so that reading it takes no copy. */
export type Span = { readonly text: string; readonly start: number; readonly end: number }

const COLON = 0x3a
const DOT = 0x2e
/** No spelling of an address is longer: six groups with an embedded IPv4 tail are 45 characters. */
const MAX_ADDRESS_LENGTH = 45

/**
 * What reading found: 0 for no address, else the family, with {@link CANONICAL} added where the text that was read is
 * the canonical one and can be taken as it stands.
 */
export type Reading = 0 | 4 | 6 | 12 | 14

const CANONICAL = 8

/** What reading dotted IPv4 finds: it has only one spelling. */
export const CANONICAL_IPV4 = 12

/**
 * Reads the address that fills `text` from `start` to `end` into `into`; returns its family, or 0 if it is no address.
 *
 * Strict, because two parsers that disagree on one byte are how addresses are forged: IPv4 is four decimal octets
 * without leading zeros, IPv6 is RFC 4291 section 2.2 without a zone id. IPv4-mapped IPv6 is read as IPv4. Allocates
 * nothing; after 0 the content of `into` is undefined.
 */
export function readAddress(into: Words, text: string, start: number, end: number): Family | 0 {
  return familyRead(readSpelling(into, text, start, end))
}

/** As {@link readAddress}, and tells whether the spelling was the canonical one. */
export function readSpelling(into: Words, text: string, start: number, end: number): Reading {
  if (end - start < 2 || end - start > MAX_ADDRESS_LENGTH) return 0
  if (startsDotted(text, start)) {
    into[1] = into[2] = into[3] = 0
    return readIPv4(into, 0, text, start, end) === end ? CANONICAL_IPV4 : 0
  }
  const reading = readIPv6(into, text, start, end)
  if (reading === 0) return 0
  if (foldMapped(into)) return 4
  return reading === 1 ? 6 : 14
}

/** The family in a reading. */
export function familyRead(reading: Reading): Family | 0 {
  if (reading === 0) return 0
  return (reading & 2) === 0 ? 4 : 6
}

/** Writes the canonical text of an address that {@link readAddress} has read. */
export function printAddress(words: Words, family: Family): Address {
  const text = family === 4 ? printIPv4(words[0] ?? 0) : printIPv6(words)
  // Sound: both printers write the canonical form of any words at all.
  return text as Address
}

/** As {@link printAddress}, but takes the text that was read if that is canonical already, which costs a tenth. */
export function printRead(words: Words, reading: Exclude<Reading, 0>, { text, start, end }: Span): Address {
  if ((reading & CANONICAL) === 0) return printAddress(words, (reading & 2) === 0 ? 4 : 6)
  // Sound: the reader says so of no other spelling.
  return text.slice(start, end) as Address
}

/**
 * Returns the canonical form of `text`, or undefined if the whole of it is not exactly one address.
 *
 * @example parseAddress('2001:DB8:0::1') // '2001:db8::1'
 * @example parseAddress('::ffff:192.0.2.1') // '192.0.2.1'
 * @example parseAddress('010.0.0.1') // undefined
 */
export function parseAddress(text: string): Address | undefined {
  const words = new Uint32Array(4)
  const reading = readSpelling(words, text, 0, text.length)
  return reading === 0 ? undefined : printRead(words, reading, { text, start: 0, end: text.length })
}

/** The family of a canonical address. */
export function familyOf(address: Address): Family {
  return address.includes(':') ? 6 : 4
}

/** Reads the words of a canonical address into a new array. */
export function wordsOf(address: Address): Words {
  const words = new Uint32Array(4)
  readAddress(words, address, 0, address.length)
  return words
}

/** Whichever of dot and colon comes first, from the second character on, decides: IPv6 has dots only behind a colon. */
function startsDotted(text: string, start: number): boolean {
  for (let i = start + 1; i <= start + 3; i++) {
    const code = text.charCodeAt(i)
    if (code === DOT) return true
    if (code === COLON) return false
  }
  return false
}

function foldMapped(words: Words): boolean {
  if (words[0] !== 0 || words[1] !== 0 || words[2] !== 0xffff) return false
  words[0] = words[3] ?? 0
  words[2] = words[3] = 0
  return true
}
