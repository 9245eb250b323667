/** The Castagnoli polynomial with its bits reversed (RFC 4960 appendix B). */
const POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1
  return rest
})

/** CRC32C of the first `end` bytes, with the four at `fieldAt` taken as zero, where a header holds its own checksum. */
export function crc32c(bytes: Uint8Array, end: number, fieldAt: number): number {
  let crc = 0xffffffff
  for (let i = 0; i < end; i++) {
    const byte = i >= fieldAt && i < fieldAt + 4 ? 0 : (bytes[i] ?? 0)
    crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  }
  return ~crc >>> 0
}
