import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddress } from '../../src/net/address.ts'
import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import { encodeProxyHeader } from '../../src/proxy-protocol/encode.ts'
import { lineHeader } from './arbitrary-header.ts'
import { vectors } from './vectors.ts'

const PORT = '(0|[1-9][0-9]{0,4})'
const TCP = new RegExp(`^PROXY (TCP4|TCP6) ([^ ]+) ([^ ]+) ${PORT} ${PORT}\r\n`)
const UNKNOWN = /^PROXY UNKNOWN(?: [^\r\n]*)?\r\n/

/** Section 2.1 as one expression for each form: how many bytes the line has, 0 for none; ports of a line of addresses. */
function slowRead(bytes: Uint8Array): { readonly length: number; readonly ports?: readonly number[] } {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const unknown = UNKNOWN.exec(text)
  if (unknown !== null) return { length: unknown[0].length <= 107 ? unknown[0].length : 0 }
  const [line = '', protocol = '', source = '', destination = '', ...ports] = TCP.exec(text) ?? []
  const numbers = ports.map(Number)
  const isLine = line !== '' && line.length <= 107 && numbers.every((port) => port <= 65_535)
  if (!isLine || ![source, destination].every((address) => isOf(protocol, address))) return { length: 0 }
  return { length: line.length, ports: numbers }
}

function isOf(protocol: string, address: string): boolean {
  const family = readAddress(new Uint32Array(4), address, 0, address.length)
  return family !== 0 && address.includes(':') === (protocol === 'TCP6')
}

function read(bytes: Uint8Array): ReturnType<typeof slowRead> {
  const decoded = decodeProxyHeader(bytes)
  if (decoded.state !== 'header') return { length: 0 }
  const { header, length } = decoded
  if (header.family === 'unspec' || header.family === 'unix') return { length }
  return { length, ports: [header.source.port, header.destination.port] }
}

const lines = fc.oneof(
  lineHeader.map((header) => encodeProxyHeader(header)),
  fc.constantFrom(...vectors.map(({ bytes }) => bytes).filter((bytes) => bytes[0] === 0x50)),
)
const anyByte = fc.oneof(
  fc.nat(0xff),
  fc.constantFrom(...Array.from('0123456789abF:. \r\n/;', (char) => char.charCodeAt(0))),
)

test('a line with bytes replaced, put in or taken out is taken where its grammar takes it, and nowhere else', () => {
  const change = fc.record({ place: fc.nat(), removed: fc.nat(1), put: fc.array(anyByte, { maxLength: 1 }) })
  fc.assert(
    fc.property(lines, fc.array(change, { maxLength: 3 }), (line, changes) => {
      const bytes = [...line]
      for (const { place, removed, put } of changes) bytes.splice(place % bytes.length, removed, ...put)
      expect(read(Uint8Array.from(bytes))).toEqual(slowRead(Uint8Array.from(bytes)))
    }),
    { numRuns: 8000 },
  )
})

test('each byte at each place of a line is taken or not as the grammar has it', () => {
  for (const line of [
    'PROXY TCP4 192.0.2.7 198.51.100.1 40 443\r\n',
    'PROXY TCP6 2001:db8::7 ::1 0 9\r\n',
    'PROXY UNKNOWN x\r\n',
  ]) {
    for (let at = 0; at < line.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const bytes = Uint8Array.from(line, (char) => char.charCodeAt(0))
        bytes[at] = byte
        expect(read(bytes), `${byte} at ${at} of ${line}`).toEqual(slowRead(bytes))
      }
    }
  }
})
