import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeProxyDatagram, decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import type { DecodeOptions } from '../../src/proxy-protocol/decode-options.ts'
import { encodeProxyHeader } from '../../src/proxy-protocol/encode.ts'
import { INET_LAYOUTS } from '../../src/proxy-protocol/v2-layout.ts'
import { anyHeader, checkedHeader } from './arbitrary-header.ts'
import { join, vectors } from './vectors.ts'

const options: fc.Arbitrary<DecodeOptions> = fc.record(
  {
    maxBytes: fc.constantFrom(27, 28, 60, 4096, 65_551),
    crc: fc.constantFrom('verify', 'require', 'ignore'),
    unspec: fc.constantFrom('accept', 'refuse'),
    unix: fc.constantFrom('accept', 'refuse'),
  },
  { requiredKeys: [] },
)

const valid = fc.oneof(
  anyHeader.map((header) => encodeProxyHeader(header)),
  fc.constantFrom(...vectors.map(({ bytes }) => bytes)).filter((bytes) => bytes.length < 300),
)

/** Valid bytes with a few changed, so that every branch behind the first bytes is reached. */
const damaged = fc
  .tuple(valid, fc.array(fc.tuple(fc.nat(), fc.nat(0xff)), { maxLength: 3 }), fc.uint8Array({ maxLength: 20 }))
  .map(([bytes, changes, rest]) => {
    const copy = join(bytes, rest)
    for (const [at, value] of changes) copy[at % copy.length] = value
    return copy
  })

test('an answer other than need-more stays the same whatever comes behind', () => {
  fc.assert(
    fc.property(damaged, options, (bytes, chosen) => {
      const whole = decodeProxyHeader(bytes, chosen)
      let isSettled = false
      for (let length = 0; length <= bytes.length; length++) {
        const decoded = decodeProxyHeader(bytes.subarray(0, length), chosen)
        if (decoded.state === 'need-more') expect(isSettled).toBe(false)
        else expect(decoded).toEqual(whole)
        isSettled ||= decoded.state !== 'need-more'
      }
    }),
    { numRuns: 600 },
  )
})

test('no bytes make the decoder throw, or claim a header longer than they are', () => {
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), options, (bytes, chosen) => {
      const decoded = decodeProxyHeader(bytes, chosen)
      if (decoded.state === 'header') expect(decoded.length).toBeLessThanOrEqual(bytes.length)
    }),
    { numRuns: 2000 },
  )
})

test('a flipped bit of a header that must have a checksum is never believed, save that LOCAL claims nothing', () => {
  fc.assert(
    fc.property(checkedHeader, fc.uint8Array({ maxLength: 40 }), (header, payload) => {
      const bytes = join(encodeProxyHeader(header), payload)
      const headerBytes = bytes.length - payload.length
      expect(decodeProxyHeader(bytes, { crc: 'require' }).state).toBe('header')
      for (let bit = 0; bit < headerBytes * 8; bit++) {
        const decoded = decodeProxyHeader(flip(bytes, bit), { crc: 'require' })
        const isLocalBit = bit === 12 * 8
        if (!isLocalBit) expect(decoded.state, `bit ${bit}`).not.toBe('header')
        else expect(decoded).toMatchObject({ state: 'header', header: { command: 'LOCAL' } })
      }
    }),
    { numRuns: 40 },
  )
})

test('a flipped bit of an address or a port is refused for its checksum even where none is required', () => {
  fc.assert(
    fc.property(checkedHeader, (header) => {
      if (header.family === 'unix') return
      const bytes = encodeProxyHeader(header)
      for (let bit = 16 * 8; bit < (16 + INET_LAYOUTS[header.family].blockBytes) * 8; bit++) {
        expect(decodeProxyHeader(flip(bytes, bit))).toMatchObject({ state: 'refused', reason: 'wrong-crc' })
      }
    }),
    { numRuns: 40 },
  )
})

test('a datagram holds its whole header or none', () => {
  for (const bytes of vectors.map((vector) => vector.bytes).filter((bytes) => bytes.length < 300)) {
    for (let length = 0; length < bytes.length; length++) expectDatagram(bytes.subarray(0, length), {})
  }
  fc.assert(
    fc.property(damaged, options, (bytes, chosen) => {
      expectDatagram(bytes, chosen)
    }),
  )
})

function expectDatagram(bytes: Uint8Array, chosen: DecodeOptions): void {
  const decoded = decodeProxyHeader(bytes, chosen)
  const truncated = { state: 'refused', reason: 'truncated-datagram', offset: bytes.length }
  expect(decodeProxyDatagram(bytes, chosen)).toEqual(decoded.state === 'need-more' ? truncated : decoded)
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice()
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
