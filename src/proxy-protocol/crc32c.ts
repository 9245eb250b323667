/** The Castagnoli polynomial with its bits reversed (RFC 4960 appendix B). */
const POLYNOMIAL = 0x82f63b78

/** What each byte adds, alone and with one, two and three bytes behind it: four tables, for a word at a time. */
const TABLES = makeTables()

/**
 * CRC32C of the first `end` bytes. Where a header holds its own checksum, at `fieldAt`, these four bytes count as zeros.
 */
export function crc32c(bytes: Uint8Array, end: number, fieldAt?: number): number {
  if (fieldAt === undefined) return ~addBytes(~0, bytes, 0, end) >>> 0
  return ~addBytes(addWord(addBytes(~0, bytes, 0, fieldAt)), bytes, fieldAt + 4, end) >>> 0
}

function addBytes(crc: number, bytes: Uint8Array, start: number, end: number): number {
  let sum = crc
  let i = start
  for (; i + 4 <= end; i += 4) {
    const upper = (byteAt(bytes, i + 3) << 24) | (byteAt(bytes, i + 2) << 16)
    sum = addWord(sum ^ (upper | (byteAt(bytes, i + 1) << 8) | byteAt(bytes, i)))
  }
  for (; i < end; i++) sum = (sum >>> 8) ^ entryAt((sum ^ byteAt(bytes, i)) & 0xff)
  return sum
}

/** Moves on by four bytes, which the caller has added to the sum. */
function addWord(sum: number): number {
  const early = entryAt(768 + (sum & 0xff)) ^ entryAt(512 + ((sum >>> 8) & 0xff))
  return early ^ entryAt(256 + ((sum >>> 16) & 0xff)) ^ entryAt(sum >>> 24)
}

function byteAt(bytes: Uint8Array, at: number): number {
  // Sound: callers stay within. `?? 0` would cost as much again, for each byte of a header.
  return bytes[at] as number
}

function entryAt(index: number): number {
  // Sound: the index is within the four tables.
  return TABLES[index] as number
}

function makeTables(): Int32Array {
  const tables = new Int32Array(4 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte
    for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1
    tables[byte] = rest
  }
  for (let i = 256; i < tables.length; i++) {
    const shorter = tables[i - 256] ?? 0
    tables[i] = (shorter >>> 8) ^ (tables[shorter & 0xff] ?? 0)
  }
  return tables
}
