import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../src/assertion/base64url.ts'

const spellings = [
  { text: 'AA==', why: 'padding' },
  { text: 'AA=', why: 'half the padding' },
  { text: 'A A', why: 'white space' },
  { text: 'AA\n', why: 'a line break' },
  { text: '+/8', why: 'the plain alphabet' },
  { text: 'A', why: 'six bits alone' },
  { text: 'AAAAA', why: 'a length that no bytes encode to' },
  { text: 'AB', why: 'a bit left over after one byte' },
  { text: 'AAB', why: 'a bit left over after two bytes' },
  { text: 'ÁA', why: 'a letter beyond ASCII' },
  { text: 'ŁA', why: 'a letter whose low byte is in the alphabet' },
]

describe('base64url', () => {
  test.each(spellings)('is refused with $why', ({ text }) => {
    expect(decodeBase64url(text)).toBeUndefined()
  })

  test('agrees with Node on every sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url')
        expect(encodeBase64url(bytes)).toBe(text)
        expect(decodeBase64url(text)).toEqual(bytes)
      }),
    )
  })

  test('gives every sequence of bytes one spelling: what decodes encodes to itself', () => {
    const digits = fc.constantFrom(...'ABCDwxyz0189-_'.split(''))
    fc.assert(
      fc.property(fc.string({ unit: digits, maxLength: 8 }), (text) => {
        const bytes = decodeBase64url(text)
        expect(bytes === undefined || encodeBase64url(bytes) === text).toBe(true)
      }),
    )
  })
})
