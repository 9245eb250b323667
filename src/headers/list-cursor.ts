import { skipSpace, trimSpace } from './header-line.ts'

/**
 * How much of a list is read at most. Real chains are well under 1 KiB; whoever sends more wants the reader to work.
 */
export const MAX_SCANNED_LENGTH = 8192

/** A place in a list header, moving from its right end, where the nearest proxy wrote, to its left, where anyone may have. */
export type ListCursor = {
  readonly text: string
  /** No comma is looked for to the left of this. */
  readonly floor: number
  /** Where the unread part ends; negative once everything is read. */
  unread: number
  /** The entry last taken, without surrounding space. */
  start: number
  end: number
}

/** `taken`: the cursor's `start` and `end` hold the entry. */
export type Taken = 'taken' | 'exhausted' | 'too-long'

/** Finds the comma in front of the entry that ends at `end`; -1 for the left end of the text, -2 below `floor`. */
export type FindComma = (text: string, end: number, floor: number) => number

const COMMA = 0x2c
const LEFT_END = -1
const BELOW_FLOOR = -2

/**
 * Opens a list that came in one line or several. Several are one list in their order (RFC 9110 section 5.3); only as
 * much of them is joined as may be read, so that a megabyte of lines costs no more than a short one.
 */
export function openList(lines: string | readonly string[]): ListCursor {
  const text = typeof lines === 'string' ? lines : joinTail(lines)
  return { text, floor: Math.max(0, text.length - MAX_SCANNED_LENGTH), unread: text.length, start: 0, end: 0 }
}

/** Takes the next entry from the right. An empty entry is taken like any other: `start` equals `end`. */
export function takeEntry(cursor: ListCursor, findComma: FindComma): Taken {
  if (cursor.unread < 0) return 'exhausted'
  const comma = findComma(cursor.text, cursor.unread, cursor.floor)
  if (comma === BELOW_FLOOR) return 'too-long'
  cursor.end = trimSpace(cursor.text, comma + 1, cursor.unread)
  cursor.start = skipSpace(cursor.text, comma + 1, cursor.end)
  cursor.unread = comma
  return 'taken'
}

/** The commas of X-Forwarded-For: every one splits, for the header knows no quoting. */
export function findPlainComma(text: string, end: number, floor: number): number {
  let at = end - 1
  while (at >= floor && text.charCodeAt(at) !== COMMA) at--
  return at >= floor ? at : leftOf(floor)
}

/** What it means to have found nothing down to `floor`. */
export function leftOf(floor: number): number {
  return floor === 0 ? LEFT_END : BELOW_FLOOR
}

function joinTail(lines: readonly string[]): string {
  let length = 0
  let first = lines.length
  while (first > 0 && length <= MAX_SCANNED_LENGTH + 1) {
    first--
    length += (lines[first]?.length ?? 0) + 1
  }
  return lines
    .slice(first)
    .map((line) => line.slice(-MAX_SCANNED_LENGTH - 1))
    .join(',')
}
