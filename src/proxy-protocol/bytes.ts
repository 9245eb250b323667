/** A big endian number of two bytes; bytes that are not there count as 0. */
export function readUint16(bytes: Uint8Array, at: number): number {
  // Sound: `<<` and `|` make 0 of undefined. `?? 0` says the same at twice the price, and every header is read through this.
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
}

/** A big endian number of four bytes, with a sign: the cheaper form, for to the engine it is a small integer always. */
export function readInt32(bytes: Uint8Array, at: number): number {
  // Sound: as above.
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}

/** The same without a sign. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) >>> 0
}

export function writeUint16(into: Uint8Array, at: number, value: number): void {
  into[at] = value >>> 8
  into[at + 1] = value
}

export function writeUint32(into: Uint8Array, at: number, value: number): void {
  writeUint16(into, at, value >>> 16)
  writeUint16(into, at + 2, value & 0xffff)
}

/** How many bytes from `at` on are those of `expected`, before the first that differs or is not there. */
export function countMatching(bytes: Uint8Array, at: number, expected: Uint8Array): number {
  let count = 0
  while (count < expected.length && bytes[at + count] === expected[count]) count++
  return count
}
