import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import { type EncodeOptions, encodeProxyHeader } from '../../src/proxy-protocol/encode.ts'
import type { ProxyHeader } from '../../src/proxy-protocol/header.ts'
import { ProxyHeaderError } from '../../src/proxy-protocol/header-error.ts'
import { printHex } from '../../src/proxy-protocol/hex.ts'
import { parseProxyHeader } from '../../src/proxy-protocol/parse-header.ts'
import vectors from '../vectors/proxy-protocol-encode.json' with { type: 'json' }
import { anyHeader } from './arbitrary-header.ts'
import { headers, show } from './vectors.ts'

type Written = { name: string; header: unknown; hex: string }
type RefusedHeader = { name: string; header: unknown; options?: EncodeOptions; code: string; path: string }

const written: readonly Written[] = vectors.written
const refused: readonly RefusedHeader[] = vectors.refused

function encode(json: unknown, options?: EncodeOptions): string {
  const bytes = encodeProxyHeader(parseProxyHeader(json), options)
  return printHex(bytes, 0, bytes.length)
}

function faultOf(json: unknown, options?: EncodeOptions): unknown {
  try {
    return encode(json, options)
  } catch (error) {
    return error
  }
}

describe('writes', () => {
  test.each(written)('$name', ({ header, hex }) => {
    expect(encode(header)).toBe(hex)
  })

  test('padding up to exactly the default limit', () => {
    const bytes = encodeProxyHeader({ version: 2, command: 'LOCAL', family: 'unspec', tlvs: [noop(4096 - 19)] })
    expect(bytes.length).toBe(4096)
  })

  test('as much as the length field can say where the caller allows it', () => {
    const header: ProxyHeader = { version: 2, command: 'LOCAL', family: 'unspec', tlvs: [noop(65_532)] }
    expect(encodeProxyHeader(header, { maxBytes: 65_551 }).length).toBe(65_551)
  })
})

describe('refuses', () => {
  test.each(refused)('$name', ({ header, options, code, path }) => {
    const fault = faultOf(header, options)
    expect(fault).toBeInstanceOf(ProxyHeaderError)
    expect(fault).toMatchObject({ code, path })
  })

  test('an authority that is half a surrogate pair, which no UTF-8 can hold', () => {
    const tlvs = [{ type: 'authority', text: '\ud800' }]
    const fault = faultOf({ version: 2, command: 'LOCAL', family: 'unspec', tlvs })
    expect(fault).toMatchObject({ code: 'MALFORMED_VALUE', path: 'tlvs[0].text' })
  })

  test('with a message of path, rule, value and next step, escaped and short', () => {
    const source = { address: `192.0.2.7\r\n${'x'.repeat(200)}`, port: 1 }
    const destination = { address: '192.0.2.7', port: 1 }
    const fault = faultOf({ version: 1, command: 'PROXY', family: 'tcp4', source, destination })
    expect(String(fault)).toMatch(
      /MALFORMED_ADDRESS at source\.address: .*; got "192\.0\.2\.7\\u\{d\}\\u\{a\}x+\.\.\."\. \w/,
    )
    expect(String(fault).length).toBeLessThan(250)
  })
})

describe('round trips', () => {
  test('what is encoded decodes to itself', () => {
    fc.assert(
      fc.property(anyHeader, (header) => {
        const bytes = encodeProxyHeader(header)
        const decoded = decodeProxyHeader(bytes)
        expect(decoded).toEqual({ state: 'header', header: withSameCrc(header, decoded), length: bytes.length })
        if (decoded.state === 'header') expect(encodeProxyHeader(decoded.header)).toEqual(bytes)
      }),
      { numRuns: 1000 },
    )
  })

  test('what is decoded, printed as JSON and encoded decodes to the same header', () => {
    for (const { name, bytes, options } of headers) {
      const decoded = decodeProxyHeader(bytes, { ...options, crc: 'ignore' })
      const json: unknown = JSON.parse(JSON.stringify(show(decoded)))
      const again = decodeProxyHeader(encodeProxyHeader(parseProxyHeader(json), options), options)
      if (decoded.state !== 'header') throw new Error(`${name} is no header`)
      expect(again, name).toMatchObject({ state: 'header', header: withSameCrc(decoded.header, again) })
    }
  })
})

function noop(length: number): { readonly type: 'noop'; readonly length: number } {
  return { type: 'noop', length }
}

/** The header with the checksum that an encoder computed, which is not that of the input. */
function withSameCrc(header: ProxyHeader, decoded: ReturnType<typeof decodeProxyHeader>): object {
  const computed = decoded.state === 'header' ? decoded.header.tlvs.filter(({ type }) => type === 'crc32c') : []
  return { ...header, tlvs: header.tlvs.map((tlv) => (tlv.type === 'crc32c' ? computed[0] : tlv)) }
}
