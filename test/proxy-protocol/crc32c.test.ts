import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c } from '../../src/proxy-protocol/crc32c.ts'
import { ascii } from './vectors.ts'

// RFC 3720 section B.4, and the check value that catalogues give for CRC-32C.
test.each([
  { name: '32 bytes of zeros', bytes: new Uint8Array(32), want: 0x8a9136aa },
  { name: '32 bytes of ones', bytes: new Uint8Array(32).fill(0xff), want: 0x62a8ab43 },
  { name: '32 rising bytes', bytes: Uint8Array.from({ length: 32 }, (_, i) => i), want: 0x46dd794e },
  { name: '32 falling bytes', bytes: Uint8Array.from({ length: 32 }, (_, i) => 31 - i), want: 0x113fdb5c },
  { name: 'the digits from 1 to 9', bytes: ascii('123456789'), want: 0xe3069283 },
  { name: 'nothing', bytes: new Uint8Array(0), want: 0 },
])('CRC32C of $name is the published one', ({ bytes, want }) => {
  expect(crc32c(bytes, bytes.length)).toBe(want)
})

test('the four bytes of the field count as zeros, and nothing behind the end counts', () => {
  const bytes = Uint8Array.of(1, 2, 9, 9, 9, 9, 3, 7)
  const zeroed = Uint8Array.of(1, 2, 0, 0, 0, 0, 3)
  expect(crc32c(bytes, 7, 2)).toBe(crc32c(zeroed, 7))
})

/** The definition, a bit at a time (RFC 4960 appendix B). */
function slowCrc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? (sum >>> 1) ^ 0x82f63b78 : sum >>> 1
  }
  return ~sum >>> 0
}

test('of any length, and with the field anywhere, it is what the definition gives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 60 }), fc.nat(), (bytes, place) => {
      const fieldAt = place % (bytes.length - 3)
      const zeroed = bytes.slice().fill(0, fieldAt, fieldAt + 4)
      expect(crc32c(bytes, bytes.length)).toBe(slowCrc32c(bytes))
      expect(crc32c(bytes, bytes.length, fieldAt)).toBe(slowCrc32c(zeroed))
    }),
  )
})
