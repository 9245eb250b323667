import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeProxyHeader } from '../../src/proxy-protocol/decode.ts'
import { createHeaderReader, type Received } from '../../src/proxy-protocol/header-reader.ts'
import { ascii, join, show, vectors } from './vectors.ts'

/** Feeds `bytes` in chunks that end at `cuts`, each chunk in a buffer that is overwritten after the call. */
function feed(bytes: Uint8Array, cuts: readonly number[], options = {}): { answer: Received; payload: Uint8Array } {
  const reader = createHeaderReader(options)
  let answer: Received = { state: 'need-more' }
  let payload: Uint8Array = new Uint8Array(0)
  let start = 0
  for (const end of [...cuts, bytes.length]) {
    const chunk = bytes.slice(start, end)
    answer = reader.push(chunk)
    if (answer.state === 'header') payload = join(payload, answer.payload)
    chunk.fill(0xff)
    start = end
  }
  return { answer, payload }
}

test('one byte at a time gives what the whole gives, for every vector', () => {
  for (const { name, bytes, options, want } of vectors) {
    const everywhere = Array.from({ length: bytes.length }, (_, index) => index)
    expect(show(feed(bytes, everywhere, options).answer), name).toEqual(want)
  }
})

test('every place to cut in two gives what the whole gives, for every vector', () => {
  for (const { name, bytes, options, want } of vectors) {
    const places = bytes.length < 400 ? Array.from({ length: bytes.length }, (_, index) => index) : [1, 13, 16, 28, 300]
    for (const place of places) {
      expect(show(feed(bytes, [place], options).answer), `${name}, cut at ${place}`).toEqual(want)
    }
  }
})

test('every way to cut a connection gives the same header, and the payload to the byte', () => {
  const cuts = fc.array(fc.nat(300), { maxLength: 8 })
  fc.assert(
    fc.property(fc.constantFrom(...vectors), cuts, fc.uint8Array({ maxLength: 50 }), (vector, points, rest) => {
      const bytes = join(vector.bytes, rest)
      const inside = points.filter((point) => point <= bytes.length).sort((a, b) => a - b)
      const whole = decodeProxyHeader(bytes, vector.options)
      const { answer, payload } = feed(bytes, inside, vector.options)
      expect(show(answer)).toEqual(show(whole))
      if (whole.state === 'header') expect(payload).toEqual(bytes.slice(whole.length))
    }),
    { numRuns: 500 },
  )
})

test('what it holds is a copy, of a Node Buffer too', () => {
  const reader = createHeaderReader()
  const chunk = Buffer.from('PROXY TCP4 192.0.2.7 198.')
  expect(reader.push(chunk)).toEqual({ state: 'need-more' })
  chunk.fill('9')
  const received = reader.push(Buffer.from('51.100.1 40000 443\r\n'))
  expect(received).toMatchObject({ header: { source: { address: '192.0.2.7' } } })
})

test('what comes after a header is payload, even if it is another header', () => {
  const reader = createHeaderReader()
  const line = ascii('PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n')
  const forged = ascii('PROXY TCP4 203.0.113.66 198.51.100.1 1 1\r\n')
  const first = reader.push(line)
  expect(first).toMatchObject({ state: 'header', header: { source: { address: '192.0.2.7' } } })
  expect(first).toHaveProperty('payload', new Uint8Array(0))
  expect(reader.push(forged)).toEqual({ ...first, payload: forged })
})

test('a refusal is final', () => {
  const reader = createHeaderReader()
  const refusal = { state: 'refused', reason: 'not-proxy-protocol', offset: 0 }
  expect(reader.push(ascii('GET'))).toEqual(refusal)
  expect(reader.push(ascii('PROXY UNKNOWN\r\n'))).toEqual(refusal)
})

test('a header in one chunk is read in place, and its payload is a view of that chunk', () => {
  const chunk = ascii('PROXY UNKNOWN\r\nhello')
  const received = createHeaderReader().push(chunk)
  expect(received).toMatchObject({ state: 'header', length: 15, payload: ascii('hello') })
  expect(received.state === 'header' && received.payload.buffer === chunk.buffer).toBe(true)
})
