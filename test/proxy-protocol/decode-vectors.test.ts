import { describe, expect, test } from 'vitest'
import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import { ascii, fromHex, groups, headers, join, show, vectors } from './vectors.ts'

describe.each(groups)('%s', (_, members) => {
  test.each(members)('$name', ({ bytes, options, want }) => {
    expect(show(decodeProxyHeader(bytes, options))).toEqual(want)
  })
})

test('an answer goes through JSON unchanged', () => {
  for (const { bytes, options, want } of vectors) {
    expect(JSON.parse(JSON.stringify(show(decodeProxyHeader(bytes, options))))).toEqual(want)
  }
})

describe.each(headers)('a valid header: $name', ({ bytes, options }) => {
  test('every strict prefix needs more', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeProxyHeader(bytes.subarray(0, length), options)).toEqual({ state: 'need-more' })
    }
  })

  test('nothing behind it changes the answer', () => {
    const want = decodeProxyHeader(bytes, options)
    for (let byte = 0; byte < 256; byte++) {
      expect(decodeProxyHeader(join(bytes, Uint8Array.of(byte)), options)).toEqual(want)
    }
    expect(decodeProxyHeader(join(bytes, bytes), options)).toEqual(want)
  })

  test('the answer outlives the bytes', () => {
    const buffer = bytes.slice()
    const decoded = decodeProxyHeader(buffer, options)
    const before = JSON.stringify(decoded)
    buffer.fill(0xff)
    expect(JSON.stringify(decoded)).toBe(before)
  })
})

test.each([
  ['PROXY TCP4 192.0.2.7 198.51.100.1 00', 'a leading zero'],
  ['PROXY TCP4 192.0.2.7 198.51.100.1 65536', 'a port above 65535'],
  ['PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\n', 'an LF for the CR'],
  ['PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\rG', 'a CR without its LF'],
  ['PROXY TCP4 192.0.2.7 198.51.100.1  ', 'a second space'],
  ['PROXY TCP4 :', 'a colon in IPv4'],
  ['PROXY TCP6 2001:db8::g', 'a letter beyond f'],
  ['PROXY TCP4 192.0.2.07 ', 'an address, judged on the space behind it'],
  ['PROXY TCP6 192.0.2.7 ', 'a family, judged on the space behind its address'],
  ['PROXY TCP5', 'an unknown protocol'],
  ['PROXY UNKNOWN\n', 'an LF in what is ignored'],
  [`PROXY UNKNOWN${' '.repeat(93)}`, 'the byte that had to be a CR'],
  ['PROXX', 'another word'],
  ['\r\n\r\n\0\r\nQUIT\n1', 'version 3'],
  ['\r\n\r\n\0\r\nQUIT\n"', 'command 2'],
  ['\r\n\r\n\0\r\nQUIT\n!A', 'family 4'],
  ['\r\n\r\n\0\r\nQUIT\n!!\x10', 'a length above the limit'],
  ['\r\n\r\n\0\r\nQUIT\n!\x11\0\x0b', 'a length below that of the addresses'],
  [`\r\n\r\n\0\r\nQUIT\n!\x11\0\x14${'a'.repeat(12)}\x01\0\x06`, 'a field longer than the header'],
])('%j is refused on its last byte and not before: %s', (text) => {
  const bytes = ascii(text)
  expect(decodeProxyHeader(bytes).state).toBe('refused')
  expect(decodeProxyHeader(bytes.subarray(0, -1))).toEqual({ state: 'need-more' })
})

const signature = fromHex('0d0a0d0a000d0a515549540a')
const addresses = fromHex('c0000207c63364019c4001bb')

describe('the byte of version and command', () => {
  test.each(Array.from({ length: 256 }, (_, byte) => byte))('0x%x', (byte) => {
    const decoded = decodeProxyHeader(join(signature, Uint8Array.of(byte, 0x11, 0, 12), addresses))
    const early = decodeProxyHeader(join(signature, Uint8Array.of(byte)))
    if (byte === 0x20 || byte === 0x21) {
      expect(decoded).toMatchObject({ state: 'header', header: { command: byte === 0x20 ? 'LOCAL' : 'PROXY' } })
      expect(early).toEqual({ state: 'need-more' })
      return
    }
    const reason = byte >> 4 === 2 ? 'undefined-command' : 'undefined-version'
    expect(decoded).toEqual({ state: 'refused', reason, offset: 12 })
    expect(early).toEqual(decoded)
  })
})

describe('the byte of family and transport', () => {
  const families = new Map([
    [0x00, 'unspec'],
    [0x11, 'tcp4'],
    [0x12, 'udp4'],
    [0x21, 'tcp6'],
    [0x22, 'udp6'],
    [0x31, 'unix'],
    [0x32, 'unix'],
  ])
  const block = new Uint8Array(216)
  const faultOf = (family: number, transport: number) => {
    if (family > 3) return 'undefined-family'
    return transport > 2 ? 'undefined-transport' : 'undefined-pair'
  }

  test.each(Array.from({ length: 256 }, (_, byte) => byte))('0x%x under PROXY', (byte) => {
    const noop = Uint8Array.of(4, 0, 0)
    const size = block.length + noop.length
    const start = join(signature, Uint8Array.of(0x21, byte))
    const early = decodeProxyHeader(start)
    const family = families.get(byte)
    if (family === undefined) {
      expect(early).toEqual({ state: 'refused', reason: faultOf(byte >> 4, byte & 0xf), offset: 13 })
      expect(decodeProxyHeader(join(start, Uint8Array.of(0, size), block, noop))).toEqual(early)
      return
    }
    expect(early).toEqual({ state: 'need-more' })
    const length = { unspec: 0, tcp4: 12, udp4: 12, tcp6: 36, udp6: 36, unix: 216 }[family] ?? 0
    const whole = join(start, Uint8Array.of(0, length), block.subarray(0, length))
    expect(decodeProxyHeader(whole)).toMatchObject({ state: 'header', length: 16 + length, header: { family } })
  })

  test.each(Array.from({ length: 256 }, (_, byte) => byte))('0x%x under LOCAL is not looked at', (byte) => {
    const decoded = decodeProxyHeader(join(signature, Uint8Array.of(0x20, byte, 0, 12), addresses))
    const header = { version: 2, command: 'LOCAL', family: 'unspec', tlvs: [] }
    expect(decoded).toEqual({ state: 'header', length: 28, header })
  })
})

test.each(Array.from({ length: 256 }, (_, byte) => byte))('no header begins with 0x%x but with P or CR', (byte) => {
  const isStart = byte === 0x50 || byte === 0x0d
  const want = isStart ? { incomplete: true } : { refused: 'not-proxy-protocol', offset: 0 }
  expect(show(decodeProxyHeader(Uint8Array.of(byte)))).toEqual(want)
  const elsewhere = join(Uint8Array.of(byte), ascii('ROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n'))
  expect(decodeProxyHeader(elsewhere).state).toBe(byte === 0x50 ? 'header' : 'refused')
})
