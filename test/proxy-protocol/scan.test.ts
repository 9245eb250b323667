import fc from 'fast-check'
import { expect, test } from 'vitest'
import { familyOf, printAddress, wordsOf } from '../../src/net/address.ts'
import { buildHeader, buildTlvs } from '../../src/proxy-protocol/build-header.ts'
import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import { encodeProxyHeader } from '../../src/proxy-protocol/encode.ts'
import { resumeScan, scanProxyHeader } from '../../src/proxy-protocol/scan.ts'
import { createScannedHeader, type ScannedEnd, type ScannedHeader } from '../../src/proxy-protocol/scanned-header.ts'
import { anyHeader } from './arbitrary-header.ts'
import { ascii, fromHex, join, type Vector, vectors } from './vectors.ts'

/** What a scan says of itself, addresses as text, without the objects that can be built on it. */
function show(state: string, scanned: ScannedHeader): object {
  const { command, family, version, length, reason, offset } = scanned
  if (state === 'need-more') return { state }
  if (state === 'refused') return { state, reason, offset }
  const ends =
    family.endsWith('4') || family.endsWith('6') ? { ends: [scanned.source, scanned.destination].map(showEnd) } : {}
  return { state, version, command, family, length, ...ends }
}

function showEnd({ words, family, port }: ScannedEnd): object {
  return { address: printAddress(words, family), words: [...words], port, family }
}

/** The same of what the decoder answers. */
function showDecoded({ bytes, options }: Vector): object {
  const decoded = decodeProxyHeader(bytes, options)
  if (decoded.state !== 'header') return decoded
  const { version, command, family } = decoded.header
  const ends =
    'source' in decoded.header && decoded.header.family !== 'unix'
      ? {
          ends: [decoded.header.source, decoded.header.destination].map(({ address, port }) => {
            return { address, words: [...wordsOf(address)], port, family: familyOf(address) }
          }),
        }
      : {}
  return { state: 'header', version, command, family, length: decoded.length, ...ends }
}

test('a scan says what the decoder says, for every vector', () => {
  for (const vector of vectors) {
    const scanned = createScannedHeader()
    const state = scanProxyHeader(scanned, vector.bytes, vector.options)
    expect(show(state, scanned), vector.name).toEqual(showDecoded(vector))
  }
})

test('what was scanned before changes nothing, whatever it was', () => {
  const scanned = createScannedHeader()
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...vectors), { minLength: 2, maxLength: 6 }), (sequence) => {
      for (const vector of sequence) {
        const state = scanProxyHeader(scanned, vector.bytes, vector.options)
        expect(show(state, scanned), vector.name).toEqual(showDecoded(vector))
      }
    }),
    { numRuns: 500 },
  )
})

test('the objects that are built on a scan are those of the decoder', () => {
  const scanned = createScannedHeader()
  fc.assert(
    fc.property(anyHeader, (header) => {
      const bytes = encodeProxyHeader(header)
      const decoded = decodeProxyHeader(bytes)
      expect(scanProxyHeader(scanned, bytes)).toBe('header')
      const built = buildHeader(scanned, bytes)
      expect({ state: 'header', header: built, length: bytes.length }).toEqual(decoded)
      if (built.family !== 'unspec') expect(buildTlvs(scanned, bytes)).toEqual(built.tlvs)
    }),
    { numRuns: 300 },
  )
})

test('the words are those of a prefix table: IPv4 is word 0 alone, IPv4-mapped IPv6 too', () => {
  const scanned = createScannedHeader()
  scanProxyHeader(scanned, ascii('PROXY TCP6 2001:db8:1:2:3:4:5:6 2001:db8::1 1 2\r\n'))
  expect([...scanned.source.words]).toEqual([0x20010db8, 0x00010002, 0x00030004, 0x00050006])
  scanProxyHeader(scanned, ascii('PROXY TCP6 ::ffff:192.0.2.7 ::ffff:c633:6401 1 2\r\n'))
  expect([...scanned.source.words, ...scanned.destination.words]).toEqual([0xc0000207, 0, 0, 0, 0xc6336401, 0, 0, 0])
  expect([scanned.family, scanned.source.family, scanned.destination.family]).toEqual(['tcp6', 4, 4])
  scanProxyHeader(scanned, ascii('PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n'))
  expect([...scanned.source.words, ...scanned.destination.words]).toEqual([0xc0000207, 0, 0, 0, 0xc6336401, 0, 0, 0])
})

test('the health check of a real AWS NLB names nobody: the peer is the client, whatever its block seems to say', () => {
  const healthCheck = fromHex(`0d0a0d0a000d0a515549540a20110054030004bce5951f04004a${'00'.repeat(74)}`)
  const scanned = createScannedHeader()
  expect(scanProxyHeader(scanned, healthCheck)).toBe('header')
  expect(scanned).toMatchObject({ command: 'LOCAL', family: 'unspec', length: 100 })
  expect([...scanned.source.words, ...scanned.destination.words]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  expect(JSON.stringify(decodeProxyHeader(healthCheck))).not.toContain('3.0.4.188')
})

test('a scan that goes on checks no field again, so that the work grows with the bytes alone', () => {
  const addresses = fromHex('c0000207c63364019c4001bb')
  const head = fromHex('0d0a0d0a000d0a515549540a21110027')
  const field = fromHex('e10000')
  const bytes = join(head, addresses, field, field, fromHex('20000b0100000000210003616263'), fromHex('e2000401020304'))
  const scanned = createScannedHeader()
  expect(scanProxyHeader(scanned, bytes.subarray(0, 45))).toBe('need-more')
  const spoilt = bytes.slice()
  // A length that no scan from the beginning would pass, in a field that was checked.
  spoilt[29] = 0xff
  expect(scanProxyHeader(createScannedHeader(), spoilt)).toBe('refused')
  expect(resumeScan(scanned, spoilt, {})).toBe('header')
})
